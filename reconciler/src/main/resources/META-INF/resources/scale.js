// The dialog that says what a scaling will do before it is asked for.
import { read, write } from '/api.js';
import { consequences } from '/words.js';

const by = (id) => document.getElementById(id);
const dialog = by('confirm');
let stored = null; // The desired state that the preview is a variation of.
let asked = 0;

/** The button that opened it has the focus again when it closes: the browser sees to that. */
export async function open(workers, step, done) {
  by('scale-error').textContent = '';
  by('reason').value = '';
  by('preview').replaceChildren();
  const target = by('target');
  target.value = workers.desired + step;
  by('do-scale').disabled = true; // Until it is said what it would do.
  dialog.showModal();
  by('confirm-form').onsubmit = (event) => submit(event, done);
  try {
    stored = await read('desired-state');
  } catch (e) {
    refuse(e);
    return;
  }
  const { min, max } = stored.spark.workers;
  Object.assign(target, { min, max, oninput: () => preview(workers) });
  target.value = Math.min(max, Math.max(min, target.value));
  by('limits').textContent = `now ${workers.desired}; ${min} to ${max} are allowed`;
  await preview(workers);
}

/** The server's own plan for the number in the field; nothing is stored. */
async function preview(workers) {
  const target = by('target');
  const wanted = target.valueAsNumber;
  const mine = ++asked;
  by('do-scale').disabled = true;
  by('do-scale').textContent = Number.isInteger(wanted) ? `Scale to ${wanted}` : 'Scale';
  if (!target.validity.valid || !Number.isInteger(wanted)) {
    say([`Type a whole number from ${target.min} to ${target.max}.`]);
    return;
  }
  try {
    const variation = structuredClone(stored);
    variation.spark.workers.replicas = wanted;
    const plan = wanted === workers.desired ? [] : await write('desired-state?dryRun=true', variation);
    if (mine !== asked) return; // Another number was typed since.
    say(consequences(workers.desired, wanted, plan, workers.workers));
    by('scale-error').textContent = '';
    by('do-scale').disabled = wanted === workers.desired;
  } catch (e) {
    refuse(e);
  }
}

async function submit(event, done) {
  event.preventDefault();
  by('do-scale').disabled = true;
  try {
    const reason = by('reason').value.trim();
    await write('spark/workers', { replicas: by('target').valueAsNumber, ...(reason && { reason }) });
    dialog.close();
    done();
  } catch (e) {
    refuse(e);
    by('do-scale').disabled = false;
  }
}

const say = (lines) =>
  by('preview').replaceChildren(...lines.map((text) => Object.assign(document.createElement('p'), { textContent: text })));

const refuse = (problem) => { by('scale-error').textContent = problem.message; };

by('cancel').onclick = () => dialog.close();
