// Looks, listens, and lets an operator scale.
import { Problem, passes, read, session } from '/api.js';
import { open } from '/scale.js';
import * as view from '/view.js';

const CALM_MS = 5_000;
const BUSY_MS = 1_000;
const KEPT = 200;
const by = (id) => document.getElementById(id);

let known = { status: null, plan: null, workers: null };
let history = [];
let wholeHistory = false;
let timer = 0;
let looking = false;
let lookAgain = false;
let listening = new AbortController();
let visit = 0; // Rises when a token comes or goes; what belongs to an earlier one is dropped.

function show(inside) {
  by('door').hidden = inside;
  by('platform').hidden = !inside;
  by('session').hidden = !inside;
}

function leave(reason) {
  visit++;
  listening.abort();
  clearTimeout(timer);
  session.forget();
  by('confirm').close();
  view.clear();
  by('scale-buttons').hidden = true; // Until it is known what they would change.
  known = { status: null, plan: null, workers: null };
  history = [];
  document.title = 'Lakeswarm';
  show(false);
  by('token-error').textContent = reason ?? '';
  by('token').value = '';
  by('token').focus();
}

/** The door closes on a token that is not known; anything else is said and tried again. */
function trouble(problem) {
  if (problem.status === 401) {
    leave(problem.message);
  } else if (problem.status === 0) {
    view.hero({ health: 'unknown', headline: 'No answer', text: 'The reconciler does not answer; this page tries again. What is below may be old.' });
  }
}

/** Each part by itself: one that cannot be had does not take the others away. */
async function part(path, draw) {
  const mine = visit;
  try {
    const answer = await read(path);
    if (mine === visit) draw(answer);
  } catch (e) {
    if (mine === visit && e instanceof Problem) trouble(e);
  }
}

async function look() {
  clearTimeout(timer);
  if (looking) {
    lookAgain = true;
    return;
  }
  looking = true;
  lookAgain = false;
  const mine = visit;
  await Promise.all([
    part('spark/workers', (workers) => {
      known.workers = workers;
      view.workers(workers);
      controls();
    }),
    part('plan', (plan) => {
      known.plan = plan;
      view.plan(plan);
    }),
    part('status', (status) => { known.status = status; }),
  ]);
  if (mine === visit && known.status) view.status(known);
  view.tick();
  looking = false;
  if (!session.token || document.hidden) return;
  const busy = known.plan?.length || known.status?.resources.some((r) => r.kind === 'operation');
  timer = setTimeout(look, lookAgain ? 0 : busy ? BUSY_MS : CALM_MS);
}

/** Buttons for whoever may scale; the reason for everybody else. */
function controls() {
  const operator = session.role === 'operator';
  by('role').textContent = session.role;
  by('scale-buttons').hidden = !operator;
  by('scale-note').hidden = operator;
  by('scale-note').textContent = 'A viewer’s token only looks. The operator’s scales.';
}

async function listen() {
  const mine = visit;
  const { signal } = (listening = new AbortController());
  let last = 0;
  while (mine === visit && session.token) {
    let silence = 'Reconnecting …';
    try {
      for await (const pass of passes(last, signal, () => live('Live', true))) {
        if (mine !== visit) return;
        if (pass.sequence <= last) continue;
        last = pass.sequence;
        history = [...history, pass].slice(-KEPT);
        view.history(history, wholeHistory);
        if (Date.now() - Date.parse(pass.start) < 60_000) look();
      }
    } catch (e) {
      if (mine !== visit) return;
      if (e.status === 401) return leave(e.message);
      if (e.status === 503) silence = 'Looking every few seconds';
    }
    if (mine !== visit) return;
    live(silence, false);
    await new Promise((resume) => setTimeout(resume, 2_000));
  }
}

function live(text, on) {
  by('live').classList.toggle('on', on);
  if (by('live').textContent !== text) by('live').textContent = text;
}

function begin() {
  visit++;
  show(true);
  view.hero({ health: 'unknown', headline: 'Looking …', text: '' });
  view.history([], false);
  live('Connecting …', false);
  look();
  listen();
}

by('enter').onsubmit = async (event) => {
  event.preventDefault();
  const error = by('token-error');
  error.textContent = '';
  session.keep(by('token').value.trim());
  try {
    await read('status');
    by('token').value = '';
    begin();
  } catch (e) {
    session.forget();
    error.textContent = e.message;
    by('token').select();
  }
};
by('leave').onclick = () => leave();
by('older').onclick = () => {
  wholeHistory = true;
  view.history(history, true);
};
by('fewer').onclick = () => open(known.workers, -1, look);
by('more').onclick = () => open(known.workers, 1, look);
document.onvisibilitychange = () => document.hidden || !session.token || look();
setInterval(view.tick, 1_000);

if (session.token) begin();
else show(false);
