// The status page as people use it, in a real browser against a real reconciler.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LOOKS, api, barriers, enter, eventually, operator, picture, scale, settled, start, stop, viewer, visit } from './browser.js';

const LIVE_MS = Number(process.env.LS_LIVE_MS ?? 1_000);
const texts = (page, selector) => page.locator(selector).allInnerTexts();

before(start);
after(stop);

test('a wrong token is told and lets nobody in', () => visit('light', async (page) => {
  await enter(page, 'not-the-token');
  await page.waitForFunction(() => document.querySelector('#token-error').textContent !== '');
  assert.match(await page.locator('#token-error').innerText(), /token is not known.*make credentials/);
  assert.equal(await page.locator('#platform').isVisible(), false);
  assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [0, 0, '']);
  await picture(page, 'wrong-token');
}));

test('every part says what the API says', () => visit('light', async (page) => {
  await enter(page, operator);
  await settled(page, (await api('spark/workers')).desired);
  await eventually(async () => {
    const status = await api('status');
    const of = (kind) => status.resources.filter((resource) => resource.kind === kind);
    assert.match(await page.locator('#headline').innerText(), status.ready ? /^Ready/ : /^Not ready$/);
    assert.match(await page.locator('#facts').innerText(), new RegExp(`revision ${status.revision} · ${of('node').length} node`));

    const components = (await texts(page, '#components > li')).join('\n');
    for (const condition of status.conditions.filter((c) => c.type !== 'Ready')) assert.ok(components.includes(condition.reason), condition.type);
    const nodes = await texts(page, '#nodes > li');
    assert.equal(nodes.length, of('node').length);
    for (const service of of('service')) {
      for (const task of service.tasks.filter((t) => t.node)) assert.ok(nodes.some((text) => text.includes(task.node) && text.includes(service.name)), `${service.name} on ${task.node}`);
    }
    assert.equal(await page.locator('#workers > li').count(), (await api('spark/workers')).workers.length || 1);
    assert.ok(await page.locator('#history > li').count() > 0);
    const minio = page.getByRole('link', { name: 'MinIO' });
    assert.equal(await minio.isVisible(), of('service').some((s) => s.name === 'minio'));
    assert.match(await minio.getAttribute('href'), /^http:\/\/[^/]+:9001\/$/);
  });
}));

test('a reload asks for nothing, another tab does', () => visit('light', async (page) => {
  await enter(page, operator);
  await page.locator('#platform').waitFor();
  await page.reload();
  await page.locator('#platform').waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#door').waitFor();
  await page.getByRole('button', { name: 'Forget token' }).click();
  await page.locator('#door').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
}));

test('a viewer sees why there are no buttons', () => visit('light', async (page) => {
  await enter(page, viewer);
  await page.locator('#scale-note').waitFor();
  assert.equal(await page.locator('#scale-buttons').isVisible(), false);
  assert.match(await page.locator('#scale-note').innerText(), /viewer.*only looks/i);
}));

test('a scale made elsewhere is there within a second; a button takes it back', () => visit('light', async (page) => {
  const { desired } = await api('spark/workers');
  await enter(page, operator);
  await settled(page, desired);
  await page.waitForFunction(() => document.querySelector('#live').textContent === 'Live');
  const shown = page.waitForFunction((n) => document.querySelector('#worker-text').textContent.includes(`of ${n} desired`) && Date.now(), desired + 1, { polling: 20 });
  await scale(desired + 1);
  const accepted = Date.now();
  const took = await (await shown).jsonValue() - accepted;
  console.log(`status page: a scale was shown ${took} ms after it was accepted`);
  assert.ok(took <= LIVE_MS, `${took} ms`);
  await picture(page, 'changing');
  await settled(page, desired + 1);

  await page.getByRole('button', { name: 'One worker fewer' }).click();
  await page.getByRole('button', { name: `Scale to ${desired}`, disabled: false }).waitFor();
  const consequences = await page.locator('#preview').innerText();
  assert.match(consequences, /1 worker will be drained and removed.*No task fails/);
  assert.match(consequences, /First: .* on .*, (idle|\d+ of \d+ cores at work)/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'fewer');
  assert.equal((await api('spark/workers')).desired, desired + 1);

  await page.keyboard.press('Enter');
  await page.getByLabel('Reason').fill('status page test');
  await page.getByRole('button', { name: `Scale to ${desired}`, disabled: false }).click();
  await page.locator('#confirm').waitFor({ state: 'hidden' });
  // The drained worker is gone before Swarm is told that it may forget its slot.
  await page.waitForFunction((text) => document.querySelector('#history').textContent.includes(text), `scale service:spark-worker ${desired + 1} → ${desired}`);
  await settled(page, desired);
}));

test('a button is there once it can do something', () => visit('light', async (page) => {
  let answer;
  const known = new Promise((resolve) => { answer = resolve; });
  await page.route('**/api/v1/spark/workers', async (route) => { await known; await route.continue(); }, { times: 1 });
  await enter(page, operator);
  await page.waitForFunction(() => document.querySelector('#live').textContent === 'Live');
  assert.equal(await page.locator('#scale-buttons').isVisible(), false);
  answer();
  await page.getByRole('button', { name: 'One worker more' }).click();
  await page.locator('#confirm').waitFor();
}));

test('numbers that are not allowed are refused before they are sent', () => visit('light', async (page) => {
  await enter(page, operator);
  await page.getByRole('button', { name: 'One worker more' }).click();
  await page.getByRole('button', { name: /Scale to/, disabled: false }).waitFor();
  for (const wrong of ['-1', '100000', '1.5', '']) {
    await page.getByLabel('Workers', { exact: true }).fill(wrong);
    await page.waitForFunction(() => /Type a whole number/.test(document.querySelector('#preview').textContent));
    assert.ok(await page.locator('#do-scale').isDisabled(), wrong);
  }
}));

for (const look of Object.keys(LOOKS)) {
  test(`nobody is kept out: ${look}`, () => visit(look, async (page) => {
    const fits = async (state) => {
      assert.deepEqual(await barriers(page), [], state);
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${state} is wider than the screen`);
      await picture(page, `${look}-${state}`);
    };
    await page.locator('#door').waitFor();
    await fits('door');
    await enter(page, operator);
    await settled(page, (await api('spark/workers')).desired);
    await fits('platform');
    await page.getByRole('button', { name: 'One worker fewer' }).click();
    await page.getByRole('button', { name: /Scale to/, disabled: false }).waitFor();
    await fits('dialog');
  }));
}
