// Draws what is known. A part is drawn again only when what it shows has changed.
import { HEALTH, age, components, count, isNote, name, operation, overall } from '/words.js';

const RECENT = 25;
const by = (id) => document.getElementById(id);
const drawn = new Map();

/** An element with a class, text or children, and attributes. */
function el(tag, kind, content, attributes = {}) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  node.append(...[content ?? []].flat());
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function draw(id, data, build) {
  const key = JSON.stringify(data);
  if (drawn.get(id) === key) return;
  drawn.set(id, key);
  by(id).replaceChildren(...[build(data)].flat());
}

/** Nothing of what was drawn stays; the next visitor may have another token. */
export function clear() {
  for (const id of drawn.keys()) by(id).replaceChildren();
  drawn.clear();
}

const time = (at) => el('time', 'soft', age(at), { datetime: at, title: new Date(at).toLocaleString() });
const mark = (health) => el('span', 'mark ' + health, HEALTH[health]);
const arrow = (detail) => (detail ? ' ' + detail.replaceAll('->', '→') : '');
const nothing = (text) => el('li', 'soft', text);

/** All times on the page say how long ago it was. */
export function tick() {
  for (const node of document.querySelectorAll('time')) {
    const text = age(node.dateTime);
    if (node.textContent !== text) node.textContent = text;
  }
}

const of = (status, kind) => status.resources.filter((resource) => resource.kind === kind);

export function status(known) {
  const services = of(known.status, 'service');
  const nodes = of(known.status, 'node');
  const operations = of(known.status, 'operation').map((resource) => resource.operation);
  const said = overall({ status: known.status, plan: known.plan, operations });
  hero(said);
  draw('facts', [known.status.revision, nodes.length, services.length], ([revision, n, s]) =>
    `Desired state, revision ${revision} · ${count(n, 'node')} · ${count(s, 'service')}`);
  draw('operations', operations, (all) => all.map((o) =>
    el('li', 'row', [el('span', 'mark changing', 'running'), el('p', '', operation(o)), time(o.created), el('p', 'soft wide', [o.reason, ...o.steps].filter(Boolean).join(' · '))])));
  draw('components', components(known.status.conditions), (all) => all.map(component));
  draw('troubles', services.flatMap(troubles), (all) => all);
  draw('nodes', nodes.map((node) => [node, tasksOn(node.name, services)]), (all) => all.map(node));
  links(services);
}

export function hero({ health, headline, text }) {
  by('hero').dataset.health = health;
  draw('headline', headline, String);
  draw('summary', text, String);
  document.title = `${headline} · Lakeswarm`;
}

const component = (c) => el('li', 'row', [
  mark(c.health),
  el('p', '', [el('b', '', name(c.type)), ' ', el('code', 'soft', c.reason)]),
  time(c.lastTransitionTime),
  el('p', 'soft wide', c.message),
]);

const WAITS = { pending: 'waits for a node' };

function troubles(service) {
  const lame = service.tasks.filter((task) => task.state !== 'running');
  if (service.running >= service.desired) return [];
  const why = [...new Set(lame.map((t) => [t.node && `on ${t.node}`, WAITS[t.state] ?? t.state, t.message].filter(Boolean).join(': ')))];
  return el('li', 'row', [mark('bad'), el('p', '', [el('b', '', service.name), ` runs ${service.running} of ${service.desired}`]), el('p', 'soft wide', why.join(' · ') || 'No task exists.')]);
}

/** Service names with how many of their tasks are there, and those that do not run. */
function tasksOn(host, services) {
  return services.flatMap((service) => {
    const here = service.tasks.filter((task) => task.node === host);
    const states = [...new Set(here.map((task) => task.state))];
    return states.map((state) => [service.name, here.filter((task) => task.state === state).length, state]);
  });
}

function node([seen, tasks]) {
  const away = seen.availability !== 'active';
  const health = seen.state === 'ready' ? (away ? 'unknown' : 'good') : 'bad';
  return el('li', 'row', [
    el('span', 'mark ' + health, away && seen.state === 'ready' ? seen.availability : seen.state),
    el('p', '', [el('b', '', seen.name), ' ', el('span', 'soft', seen.role)]),
    el('span', 'soft', count(tasks.reduce((sum, [, n]) => sum + n, 0), 'task')),
    el('ul', 'tasks wide', tasks.length ? tasks.map(([service, n, state]) =>
      el('li', state === 'running' ? '' : 'lame', service + (n > 1 ? ` ×${n}` : '') + (state === 'running' ? '' : ` ${state}`))) : nothing('Nothing of the platform runs here.')),
  ]);
}

function links(services) {
  for (const link of document.querySelectorAll('[data-port]')) {
    const there = services.some((service) => service.name === link.dataset.service);
    link.parentNode.hidden = !there;
    link.href = `${location.protocol}//${location.hostname}:${link.dataset.port}/`;
  }
}

export function workers(seen) {
  draw('worker-count', seen.running, String);
  const cores = seen.workers.reduce((sum, w) => sum + (w.cores ?? 0), 0);
  const used = seen.workers.reduce((sum, w) => sum + (w.coresUsed ?? 0), 0);
  draw('worker-text', [seen.desired, seen.registered, used, cores], ([desired, registered]) => [
    `of ${desired} desired run`,
    el('span', 'soft', registered === null ? ' · the Spark master does not answer' : ` · ${registered} registered · ${used} of ${count(cores, 'core')} at work`),
  ]);
  draw('workers', seen.workers, (all) => all.length ? all.map(worker) : nothing('There is none.'));
}

function worker(w) {
  const known = w.cores !== null;
  const alive = w.state === 'ALIVE';
  const slots = Array.from({ length: Math.min(w.cores ?? 0, 32) }, (_, i) => el('i', i < w.coresUsed ? 'used' : ''));
  return el('li', 'row', [
    el('span', 'mark ' + (alive ? 'good' : 'changing'), alive ? 'alive' : w.state.toLowerCase()),
    el('p', '', [el('b', '', w.node || 'no node yet'), ' ', el('code', 'soft', w.host || w.task.slice(0, 12))]),
    el('span', 'load', known ? [el('span', 'slots', slots, { 'aria-hidden': 'true' }), `${w.coresUsed} of ${count(w.cores, 'core')}`] : 'load unknown'),
  ]);
}

export function plan(steps) {
  draw('plan', steps, (all) => all.length ? all.map(step) : nothing('Nothing: everything is as desired.'));
}

const step = (s) => el('li', 'row', [
  el('span', 'mark ' + (isNote(s) ? 'unknown' : 'changing'), s.action),
  el('p', '', [el('code', '', s.target), arrow(s.detail)]),
  el('span', 'soft', s.predictedRestarts.length ? 'ends at most ' + count(s.predictedRestarts.length, 'task') : ''),
  el('p', 'soft wide', s.cause),
]);

/** Newest first; `all` shows what is kept beyond the newest. */
export function history(passes, all) {
  const rows = passes.flatMap(rowsOf).reverse();
  draw('history', [rows.map((r) => r.key), all], () => rows.length ? rows.slice(0, all ? rows.length : RECENT).map(past) : nothing('No pass has changed anything yet.'));
  by('older').hidden = all || rows.length <= RECENT;
  by('older').textContent = `Show all ${rows.length}`;
}

const rowsOf = (pass) => [
  ...pass.steps.map((s, i) => ({ key: `${pass.sequence}.s${i}`, pass, step: s })),
  ...pass.conditions.map((c, i) => ({ key: `${pass.sequence}.c${i}`, pass, condition: c })),
];

function past({ pass, step: s, condition: c }) {
  const fresh = Date.now() - Date.parse(pass.start) < 5000 ? ' fresh' : '';
  const who = el('span', 'soft', `${pass.controller}, by ${pass.trigger}`);
  if (c) {
    const to = { True: 'true', False: 'false', Unknown: 'unknown' };
    return el('li', 'row' + fresh, [
      el('span', 'mark told', 'condition'),
      el('p', '', [el('b', '', c.type), c.from ? ` ${to[c.from]} → ${to[c.to]} ` : ` is ${to[c.to]} `, el('code', 'soft', c.reason)]),
      time(pass.start),
      el('p', 'soft wide', c.message),
    ]);
  }
  const applied = s.outcome === 'applied';
  return el('li', 'row' + fresh, [
    el('span', 'mark ' + (applied ? 'done' : 'bad'), applied ? 'done' : s.outcome),
    el('p', '', [`${s.action} `, el('code', '', s.target), arrow(s.detail)]),
    time(pass.start),
    el('p', 'wide', [el('span', '', 'because ' + s.cause), ' · ', who, applied || !s.message ? '' : el('span', 'error', ' ' + s.message)]),
  ]);
}
