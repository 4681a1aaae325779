// What is said about a state; no page, no network.

const NAMES = {
  Ready: 'Ready',
  DesiredStateValid: 'Desired state',
  SwarmReachable: 'Docker Swarm',
  CoreServices: 'Core services',
  SparkWorkers: 'Spark workers',
  MinioBootstrap: 'MinIO',
  NessieBootstrap: 'Nessie',
  DremioBootstrap: 'Dremio',
  VolumeReset: 'Volumes',
  CatalogInconsistent: 'Catalog and files',
  ServiceDrift: 'Changes by hand',
  Airflow: 'Airflow',
  Monitoring: 'Monitoring',
  NodesAvailable: 'Nodes',
};
const ORDER = { bad: 0, unknown: 1, good: 2, absent: 3 };
export const HEALTH = { good: 'ok', bad: 'trouble', unknown: 'unknown', absent: 'absent' };

export const name = (type) => NAMES[type] ?? type;
export const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
export const isNote = (step) => step.action === 'wait' || step.action === 'report';

/** Every condition but Ready, which is the headline; trouble first. */
export function components(conditions) {
  return conditions
    .filter((c) => c.type !== 'Ready')
    .sort((a, b) => ORDER[a.health] - ORDER[b.health]);
}

/** The state of everything: headline, one sentence, and how it is. */
export function overall({ status, plan, operations }) {
  const ready = status.conditions.find((c) => c.type === 'Ready');
  const worse = components(status.conditions).filter((c) => c.health === 'bad' || c.health === 'unknown');
  if (!status.ready) {
    return { health: ready && ready.status !== 'Unknown' ? 'bad' : 'unknown', headline: 'Not ready', text: ready?.message || 'The first look is not over.' };
  }
  const steps = (plan ?? []).filter((step) => !isNote(step));
  if (operations.length || steps.length) {
    return { health: 'changing', headline: 'Ready, and changing', text: operations.map(operation).join(' ') || count(steps.length, 'step') + ' to do.' };
  }
  if (worse.length) {
    return { health: 'notice', headline: 'Ready', text: `The data platform works; look at ${worse.map((c) => name(c.type)).join(', ')}.` };
  }
  return { health: 'good', headline: 'Ready', text: 'Everything is as desired.' };
}

export function operation(o) {
  return o.kind === 'scale-spark-workers'
    ? `Spark workers go from ${o.from} to ${o.to}.`
    : `${name(o.kind.replace(/^bootstrap-(.)(.*)$/, (_, a, b) => a.toUpperCase() + b + 'Bootstrap'))} is verified and re-applied.`;
}

export function age(from, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000));
  if (seconds < 5) return 'now';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

const victim = (step, workers) => {
  const task = step.predictedRestarts.map((t) => t.replace(/^task:/, ''));
  const found = workers.filter((w) => task.includes(w.task));
  return found.map((w) => `${w.host || w.task} on ${w.node}, ${w.coresUsed ? `${w.coresUsed} of ${w.cores} cores at work` : 'idle'}`);
};

/** What asking for `target` workers would do, as paragraphs; `plan` is the server's for it. */
export function consequences(desired, target, plan, workers) {
  if (target === desired) return ['That is the desired number already.'];
  if (target > desired) return [`${count(target - desired, 'worker')} will be started. Nothing that runs is touched.`];
  const drains = plan.filter((step) => step.action === 'drain');
  const chosen = drains.flatMap((step) => victim(step, workers));
  const said = [`${count(desired - target, 'worker')} will be drained and removed: told to take no more work, finished with what it runs, then ended. No task fails.`.replace('it runs', desired - target === 1 ? 'it runs' : 'they run')];
  chosen.forEach((text) => said.push('First: ' + text + '.'));
  if (desired - target > chosen.length) said.push('Idle workers go first; busy ones one at a time, each chosen when its turn comes.');
  return said;
}
