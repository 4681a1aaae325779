// JupyterLab in headless Chromium: log in with the token, run one cell.
// JUPYTER_URL, JUPYTER_TOKEN_FILE, CELL, RESULT (what the cell shows), SCREENSHOT (a .png, made also when the test fails).
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import test from 'node:test';
import {chromium} from 'playwright-core';

const {JUPYTER_URL, JUPYTER_TOKEN_FILE, CELL, RESULT, SCREENSHOT} = process.env;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

test('a cell runs and shows its result', {timeout: 300_000}, async () => {
  const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS});
  const page = await browser.newPage({viewport: {width: 1280, height: 800}});
  page.setDefaultTimeout(120_000);
  try {
    await page.goto(`${JUPYTER_URL}/lab?reset`); // Not the tabs of an earlier visit.
    assert.match(page.url(), /\/login/, 'nobody gets in without the token');
    await page.fill('#password_input', readFileSync(JUPYTER_TOKEN_FILE, 'utf8').trim());
    await page.press('#password_input', 'Enter');

    await page.locator('.jp-LauncherCard[data-category="Notebook"]').first().click();
    await page.getByText('Python 3 (ipykernel) | Idle').first().waitFor(); // A cell that is run earlier stays as it is.
    const cell = page.locator('.jp-NotebookPanel:visible .jp-CodeCell').first();
    await cell.locator('.cm-content').click();
    await page.keyboard.insertText(CELL);
    await page.keyboard.press('Shift+Enter');
    const result = cell.locator('.jp-OutputArea-executeResult .jp-OutputArea-output');
    await result.waitFor();
    assert.equal((await result.innerText()).trim(), RESULT);
  } finally {
    mkdirSync(dirname(SCREENSHOT), {recursive: true});
    await page.screenshot({path: SCREENSHOT});
    await browser.close();
  }
});
