// The REST API, asked with the token of this tab.
const KEY = 'lakeswarm.token';
const SILENCE_MS = 40_000; // The server sends a line every 15 s.

/** A refusal or a failure, in the server's own words; status 0 = no answer. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const session = {
  token: sessionStorage.getItem(KEY) ?? '',
  role: '',
  keep(token) {
    this.token = token;
    sessionStorage.setItem(KEY, token);
  },
  forget() {
    this.token = '';
    this.role = '';
    sessionStorage.removeItem(KEY);
  },
};

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch('/api/v1/' + path, {
      ...options,
      cache: 'no-store',
      headers: { Accept: 'application/json', ...options.headers, Authorization: 'Bearer ' + session.token },
    });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'The reconciler does not answer.');
  }
  if (answer.ok) {
    session.role = answer.headers.get('X-Lakeswarm-Role') ?? session.role;
    return answer;
  }
  const problem = await answer.json().catch(() => ({}));
  const fields = (problem.errors ?? []).map((e) => `${e.path}: ${e.message}`).join('; ');
  throw new Problem(answer.status, [problem.detail ?? `The answer was ${answer.status}.`, fields].filter(Boolean).join(' '));
}

export const read = async (path) => (await ask(path, { signal: AbortSignal.timeout(20_000) })).json();

export const write = async (path, body) =>
  (await ask(path, { method: 'PUT', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })).json();

/**
 * The passes after event number `after`, those that are known first. Ends when the stream does;
 * throws when it cannot be had, has been silent for too long or is not wanted any more.
 */
export async function* passes(after, unwanted, opened) {
  const cut = new AbortController();
  unwanted.addEventListener('abort', () => cut.abort());
  let watch = setTimeout(() => cut.abort(), SILENCE_MS);
  try {
    const answer = await ask('events', {
      signal: cut.signal,
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(after) },
    });
    opened();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(() => cut.abort(), SILENCE_MS);
      const parts = (text + value).split('\n\n');
      text = parts.pop();
      for (const part of parts) {
        const lines = part.split('\n');
        if (lines.some((line) => /^event: ?pass$/.test(line))) {
          yield JSON.parse(lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n'));
        }
      }
    }
  } finally {
    clearTimeout(watch);
    cut.abort();
  }
}
