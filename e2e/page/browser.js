// A Chromium and what every test does with it. LS_URL is any reconciler, LS_TOKEN and LS_VIEWER_TOKEN its tokens.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

function setting(name, otherwise) {
  const value = process.env[name] ?? otherwise;
  assert.ok(value, `Cannot test the status page: ${name} is not set. Set LS_URL, LS_TOKEN and LS_VIEWER_TOKEN.`);
  return value;
}

export const url = setting('LS_URL').replace(/\/$/, '');
export const operator = setting('LS_TOKEN');
export const viewer = setting('LS_VIEWER_TOKEN');
export const patience = Number(process.env.LS_PATIENCE_MS ?? 60_000);

const pictures = process.env.LS_PICTURES ?? fileURLToPath(new URL('../target/status-page', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const profile = mkdtempSync(join(tmpdir(), 'lakeswarm-page-'));
// Nothing but the page itself is fetched: a browser's own calls home only cost time where they cannot succeed.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser;

export async function start() {
  mkdirSync(pictures, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet, timeout: patience, env: { ...process.env, HOME: profile } });
}

export async function stop() {
  await browser?.close();
  rmSync(profile, { recursive: true, force: true });
}

export const LOOKS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  'phone-dark': { viewport: { width: 360, height: 740 }, colorScheme: 'dark', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

/** Opens the page and lets `use` have it; afterwards no script failed and no address held a token. */
export async function visit(look, use) {
  const context = await browser.newContext({ ...LOOKS[look], reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const flaws = [];
  page.on('pageerror', (error) => flaws.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && !/status of 40[13]/.test(line.text()) && flaws.push(line.text()));
  page.on('request', (request) => [operator, viewer].some((token) => request.url().includes(token)) && flaws.push('a token in ' + request.url()));
  try {
    await page.goto(url + '/');
    await use(page);
    assert.deepEqual(flaws, []);
  } finally {
    await context.close();
  }
}

export async function enter(page, token) {
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.keyboard.press('Enter');
}

/** The page as it looks in a file of this name: the whole of it, or what is seen behind a dialog. */
export const picture = (page, name) => page.screenshot({ path: join(pictures, name + '.png'), fullPage: !name.endsWith('dialog') });

/** What axe-core finds that keeps somebody out. */
export async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations
    .filter((rule) => ['serious', 'critical'].includes(rule.impact))
    .map((rule) => `${rule.id}: ${rule.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
}

/** Waits until `check` throws nothing: page and API are two looks at what changes by itself. */
export async function eventually(check) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (flaw) {
      if (Date.now() > deadline) throw flaw;
      await setTimeout(200);
    }
  }
}

/** The API as a script asks it. */
export async function api(path, options = {}) {
  const answer = await fetch(`${url}/api/v1/${path}`, { ...options, headers: { Authorization: `Bearer ${operator}`, ...options.headers } });
  assert.ok(answer.ok, `${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
  return answer.json();
}

export const scale = (replicas) =>
  api('spark/workers', { method: 'PUT', body: JSON.stringify({ replicas, reason: 'status page test' }), headers: { 'Content-Type': 'application/json' } });

/** Waits until the page says that this many workers are desired, run and are registered. */
export const settled = (page, workers) =>
  page.waitForFunction((n) => document.querySelector('#worker-count').textContent === String(n)
    && document.querySelector('#worker-text').textContent.includes(`of ${n} desired run · ${n} registered`)
    && document.querySelector('#plan').textContent.startsWith('Nothing'), workers);
