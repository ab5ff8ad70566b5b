import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../../src/commands/ui.ts';
import { Desk, type Visitor } from '../../src/learn/desk.ts';
import { followLog } from '../../src/learn/follow.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { dashboardPage } from '../../src/page/dashboard-page.ts';
import { findProgram } from '../../src/system/find-program.ts';
import { type LocalPage, openLocalPage, type Pages } from '../../src/system/local-page.ts';
import { CLI, guardrailHere } from '../helpers/guarded.ts';
import { atTerminal } from '../helpers/person.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { REPO, reviewed } from '../learn/asked.ts';
import { context, ruling, verdict } from '../log/events.ts';
import { calibrationOf, dashboardOf } from '../page/fixture.ts';

const CHROMIUM = existsSync('/usr/bin/chromium')
  ? '/usr/bin/chromium'
  : ['chromium', 'chromium-browser', 'google-chrome']
      .map((name) => findProgram(name, process.env))
      .find((path) => path !== null);
const isSkipped = CHROMIUM === undefined && process.env['GUARDRAIL_TEST_REAL_TOOLS'] === undefined;
if (isSkipped) console.info('ui: no Chromium is installed, so the page is not opened in one');

const DAY_MS = 86_400_000;
const EVIL = '<img src=x onerror="window.hacked=1">\u202e.ts';
const PERSON: Visitor = { kind: 'person', rater: 'human:ana@shop.example' };
const READER: Visitor = { kind: 'reader', why: 'Nothing can be answered here: this process belongs to an agent.' };

let folder = '';
let repo: Repo;
let browser: BrowserContext;
/** What no page of ours may do: ask another host, or say an error. */
const foreign: string[] = [];
const errors: string[] = [];

describe.skipIf(isSkipped)('the page in a real browser', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guardrail-ui-'));
    repo = await makeRepo();
    await repo.commit('first', { 'src/pay.ts': 'export function pay() {\n  charge(1);\n}\n', 'src/ship.ts': 'one\n' });
    const base = await repo.git('rev-parse', 'HEAD^{tree}');
    await repo.commit('second', {
      'src/pay.ts': 'export function pay() {\n  charge(1);\n  chargeAgain(1);\n}\n',
      'src/ship.ts': 'two\n',
    });
    const tree = await repo.git('rev-parse', 'HEAD^{tree}');
    const at = Date.now() - 2 * DAY_MS;
    await append([
      refused('r-pay0001', 'shop.pay', 'src/pay.ts', 3, at, { base, tree }),
      refused('r-ship001', 'shop.ship', 'src/ship.ts', 1, at + 1_000, { base, tree }),
      refused('r-evil001', EVIL, EVIL, 1, at + 2_000, { base, tree }),
      reviewed(
        repo.env,
        'l-7f3k2m',
        [{ id: 'f-7f3k2mq', failureModel: 'pay.charged-twice', path: 'src/pay.ts', title: `Charged twice ${EVIL}` }],
        at + 3_000,
      ),
    ]);
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: CHROMIUM ?? 'chromium',
      headless: true,
      env: { HOME: folder, PATH: '/usr/bin:/bin' },
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ],
    });
    browser.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:|data:|file:|blob:)/.test(request.url())) foreign.push(request.url());
    });
    browser.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    browser.on('weberror', (error) => errors.push(String(error.error())));
  });

  afterAll(async () => {
    await browser?.close();
    await repo?.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    expect([foreign, errors]).toEqual([[], []]);
  });

  test('opens by its token once, answers by key and by click, and follows the log', async () => {
    await served(PERSON, async (local) => {
      const page = await visit(local);
      expect(page.url()).not.toContain('token');
      expect(await page.title()).toBe('guardrail');
      expect(await questionsOn(page)).toHaveLength(4);
      expect(await page.locator('#asked [data-count]').getAttribute('data-count')).toBe('4');

      // by key: the first of them is noise
      const [first = ''] = await questionsOn(page);
      await page.keyboard.press('j');
      expect(await focusedQuestion(page)).toBe(first);
      await page.keyboard.press('w');
      await page.locator('[data-count="3"]').waitFor();
      await page.locator('#live', { hasText: `Kept: ${first} is wrong. 3 left.` }).waitFor();
      expect(await labels(first)).toEqual([['wrong', 'drawn', '']]);
      const [second = ''] = await questionsOn(page);
      expect(await focusedQuestion(page)).toBe(second);

      // s skips, k goes back, ? tells, and nothing is kept by it
      await page.keyboard.press('s');
      expect(await focusedQuestion(page)).not.toBe(second);
      await page.keyboard.press('k');
      expect(await focusedQuestion(page)).toBe(second);
      await page.keyboard.press('?');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('r');
      await page.keyboard.press('Escape');
      expect(await labels(second)).toEqual([]);

      // by click, with a reason: what is typed is not taken for keys
      const article = page.locator(`[data-question="${second}"]`);
      await article.getByLabel('Why (if you like)').fill('rwgus & <b>');
      await article.locator('button[value="gap"]').click();
      await page.locator('[data-count="2"]').waitFor();
      expect(await labels(second)).toEqual([['gap', 'drawn', 'rwgus & <b>']]);

      // live: what was typed, and where the focus is, stays
      const [third = ''] = await questionsOn(page);
      const field = page.locator(`[data-question="${third}"]`).getByLabel('Why (if you like)');
      await field.fill('half a sent');
      const before = await page.locator('#now .bar').innerText();
      await page.evaluate('scrollTo(0, 40)');
      await append([refused('r-live001', 'shop.live', 'src/ship.ts', 1, Date.now(), {})]);
      await until(async () => ((await page.locator('#now .bar').innerText()) === before ? null : true));
      await page.keyboard.type('ence');
      expect(await field.inputValue()).toBe('half a sentence');
      expect(await page.locator('#now .bar').innerText()).toMatch(/whole up to event \d/);

      // of this page there is one
      const other = await browser.newPage();
      expect((await other.goto(local.address))?.status()).toBe(401);
      await other.close();
      forget(/401/);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
    });
  });

  test('what it says after an answer is of the page as it is then, also if it was being brought up to date', async () => {
    await served(PERSON, async (local) => {
      const page = await visit(local);
      const before = await questionsOn(page);
      const [first = ''] = before;
      const gate = held();
      let isFirst = true;
      await page.route('**/?part=main', async (route) => {
        if (!isFirst) return await route.continue();
        isFirst = false;
        const response = await route.fetch(); // as it is now
        await gate.opened;
        await route.fulfill({ response });
      });
      await append([refused('r-late001', 'shop.late', 'src/ship.ts', 1, Date.now(), {})]);
      await until(() => Promise.resolve(isFirst ? null : true));
      await page.keyboard.press('j');
      await page.keyboard.press('r');
      await until(async () => ((await labels(first)).length === 0 ? null : true));
      gate.open();
      const left = before.length - 1;
      const said = left === 0 ? 'Nothing more is asked.' : `${left} left.`;
      await page.locator('#live', { hasText: `Kept: ${first} is right. ${said}` }).waitFor();
    });
  });

  test('shows what a statement is about in the lines of the change, as text, and takes an answer there', async () => {
    await served(PERSON, async (local) => {
      const page = await visit(local);
      const top = new URL(page.url()).pathname;
      await page.goto(`http://127.0.0.1:${local.port}${top}r/r-pay0001`);
      const added = page.locator('table.diff tr.added');
      expect(await added.innerText()).toContain('chargeAgain(1);');
      expect(await added.locator('.unseen').innerText()).toContain('added, this line is meant');
      await page.locator('button[value="right"]').click();
      await page.locator('main', { hasText: 'Last: right.' }).waitFor();
      expect((await labels('r-pay0001')).at(-1)?.[0]).toBe('right');
      await page.goto(`http://127.0.0.1:${local.port}${top}f/f-7f3k2mq`);
      expect(await page.locator('h1').innerText()).toContain('<img src=x onerror="window.hacked=1">\\u202e.ts');
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect((await page.goto(`http://127.0.0.1:${local.port}${top}f/f-nothing`))?.status()).toBe(404);
      forget(/404/);
    });
  });

  test('works without any script', async () => {
    const plain = await browser.browser()?.newContext({ javaScriptEnabled: false });
    const page = await (plain ?? browser).newPage();
    await append([refused('r-plain01', 'shop.plain', 'src/pay.ts', 3, Date.now() - 2 * DAY_MS + 9_000, {})]);
    await served(PERSON, async (local) => {
      await page.goto(local.address);
      const [first = ''] = await questionsOn(page);
      expect(first).not.toBe('');
      await page.locator(`[data-question="${first}"] button[value="unclear"]`).click();
      await page.waitForURL(/said=/);
      expect(await page.locator('#now').innerText()).toContain(`Your answer on ${first} was kept.`);
      expect((await labels(first)).at(-1)?.[0]).toBe('unclear');
    });
    await plain?.close();
  });

  test('opened through a file, as a browser is started, it is there too', async () => {
    await served(PERSON, async (local) => {
      const file = join(folder, 'open.html');
      await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0; url=${local.address}">`);
      const page = await browser.newPage();
      await page.goto(`file://${file}`);
      await page.locator('h1', { hasText: 'What the gate has learned' }).waitFor();
      expect(page.url()).not.toContain('token');
      await page.close();
    });
  });

  test('whoever may only look is told why, and cannot answer by hand either', async () => {
    await served(READER, async (local) => {
      const page = await visit(local);
      expect(await page.locator('form[method=post]').count()).toBe(0);
      expect(await page.locator('#asked').innerText()).toContain('belongs to an agent');
    });
    const desk = deskOf(READER);
    expect(await desk.keep({ id: 'r-pay0001', says: 'wrong', because: '', secs: null })).toEqual({
      kind: 'refused',
      says: READER.why,
    });
  });

  test('by Tab every control is reached, seen and named; at 320 pixels nothing runs over; light, dark and paper', async () => {
    const pictures = process.env['GUARDRAIL_TEST_PICTURES'] ?? folder;
    await showing(
      dashboardOf(
        'shop',
        calibrationOf('shop', (like) => like),
      ),
      async (local) => {
        const page = await visit(local);
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
        const reached = new Set<string>();
        for (let i = 0; i < 120; i += 1) {
          const focused: Focused | null = await page.evaluate(FOCUSED);
          if (focused === null) break;
          expect(focused.name, JSON.stringify(focused)).not.toBe('');
          expect(focused.isSeen, JSON.stringify(focused)).toBe(true);
          reached.add(focused.tag);
          await page.keyboard.press('Tab');
        }
        expect([...reached].toSorted()).toEqual(['A', 'BUTTON', 'DIV', 'INPUT', 'SUMMARY']);

        for (const [name, width, colorScheme] of [
          ['light', 1_100, 'light'],
          ['dark', 1_100, 'dark'],
          ['narrow', 320, 'light'],
        ] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const over = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          expect(over, name).toBe(0);
          await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
          expect((await readFile(join(pictures, `${name}.png`))).length).toBeGreaterThan(20_000);
        }
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('form[method=post]').first().isVisible()).toBe(false);
      },
    );
  });

  test('of one file that was written, nothing is asked for and nothing runs', async () => {
    const file = join(folder, 'copy.html');
    expect((await guardrailHere(repo, ['ui', '--html', file])).code).toBe(0);
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`file://${file}`);
    expect(await page.locator('h1').innerText()).toBe('What the gate has learned');
    expect(asked).toEqual([`file://${file}`]);
    expect(await page.locator('script, form').count()).toBe(0);
    await page.close();
  });

  test('a person starts it at a terminal, answers, closes the window, and it ends', async () => {
    const file = join(folder, 'address');
    const running = atTerminal(repo, [
      'sh',
      '-c',
      `echo $$ > '${file}.pid'; exec '${process.execPath}' '${CLI}' ui --no-open --once > '${file}'`,
    ]);
    let isOver = false;
    try {
      const address = await until(
        async () => /^http\S+/.exec(await readFile(file, 'utf8').catch(() => ''))?.[0] ?? null,
      );
      const page = await browser.newPage();
      await page.goto(address);
      const top = new URL(page.url()).pathname;
      await page.goto(new URL(`${top}r/r-ship001`, address).href);
      await page.locator('button[value="wrong"]').click();
      await page.locator('main', { hasText: 'Last: wrong.' }).waitFor();
      await page.goto(new URL(top, address).href);
      await page.locator('#now .bar').waitFor();
      await until(async () => ((await page.evaluate('document.readyState')) === 'complete' ? true : null));
      await page.waitForTimeout(500); // its window must have been seen
      await page.close();
      const { code, stdout } = await running;
      isOver = true;
      expect([code, stdout.toString()]).toEqual([0, expect.stringContaining('The page was closed.')]);
      const [[says, , , actor] = []] = (await labels('r-ship001', true)).slice(-1);
      expect([says, actor]).toEqual(['wrong', 'human:ana@shop.example']);
    } finally {
      const pid = Number(await readFile(`${file}.pid`, 'utf8').catch(() => '0'));
      if (pid > 0 && !isOver) process.kill(pid, 'SIGTERM'); // a test that failed leaves nobody behind
      await running;
    }
  });
});

type Focused = { readonly tag: string; readonly name: string; readonly isSeen: boolean };

/** What has the focus, what it is called, and whether that can be seen. */
const FOCUSED = `(() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const label = one.id === '' ? null : document.querySelector('label[for="' + CSS.escape(one.id) + '"]');
  const name = one.getAttribute('aria-label') ?? label?.textContent ?? one.textContent ?? '';
  return { tag: one.tagName, name: name.trim(), isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' };
})()`;

type Objects = { readonly base?: string; readonly tree?: string };

function refused(
  id: string,
  rule: string,
  path: string,
  line: number,
  at: number,
  { base = '', tree = '' }: Objects,
): NewEvent {
  const one = ruling({ id, rule, fact: { subject: path, where: { path, range: { from: line, to: line } } } });
  const objects = {
    tree: tree === '' ? null : tree,
    base: base === '' ? null : base,
    head: null,
    commits: [],
    refs: [],
  };
  return verdictEvent(verdict({ level: 'deny', at, rulings: [one] }), context({ checkout: repo.root, objects }));
}

async function append(events: readonly NewEvent[]): Promise<void> {
  const log = await openLog({ env: repo.env });
  expect(log.append(events).kind).toBe('written');
  log.close();
}

/** What was said of it: says, strategy, because. */
async function labels(target: string, withActor = false): Promise<readonly (readonly string[])[]> {
  const log = await openLog({ env: repo.env, readOnly: true });
  const rows = log.all(
    'SELECT label.says AS says, label.strategy AS strategy, label.because AS because, event.actor AS actor FROM label JOIN event ON event.seq = label.seq WHERE label.target = ? ORDER BY label.seq',
    [target],
  );
  log.close();
  return rows.map((row) => [
    ...[row['says'], row['strategy'], row['because']].map(String),
    ...(withActor ? [String(row['actor'])] : []),
  ]);
}

function deskOf(visitor: Visitor): Desk {
  const own = { env: repo.env, cwd: repo.root, now: () => Date.now(), parent: 0 };
  return new Desk({ ...own, days: 90, repo: REPO, visitor });
}

async function served(visitor: Visitor, act: (local: LocalPage) => Promise<void>): Promise<void> {
  const desk = deskOf(visitor);
  const local = await openLocalPage(pagesOf(desk, visitor), { port: 0, now: () => Date.now() });
  const following = followLog(desk, local);
  try {
    await act(local);
  } finally {
    following.close();
    for (const page of browser.pages().slice(1)) await page.close();
    local.close();
  }
}

/** A page of numbers that no log of a test could have. */
async function showing(
  dashboard: Parameters<typeof dashboardPage>[0],
  act: (local: LocalPage) => Promise<void>,
): Promise<void> {
  const pages: Pages = {
    answer: async ({ base, nonce, csrf, path }) =>
      path === '/events'
        ? { kind: 'events' }
        : { kind: 'page', status: 200, html: dashboardPage(dashboard, { base, nonce, csrf }) },
    refuse: (_status, says) => says,
  };
  const local = await openLocalPage(pages, { port: 0, now: () => Date.now() });
  try {
    await act(local);
  } finally {
    for (const page of browser.pages().slice(1)) await page.close();
    local.close();
  }
}

async function visit(local: LocalPage): Promise<Page> {
  const page = await browser.newPage();
  expect((await page.goto(local.address))?.status()).toBe(200);
  return page;
}

async function questionsOn(page: Page): Promise<readonly string[]> {
  return await page
    .locator('#asked [data-question]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-question') ?? ''));
}

async function focusedQuestion(page: Page): Promise<string | null> {
  return await page.evaluate('document.activeElement.closest("[data-question]")?.dataset.question ?? null');
}

/** A refusal that a test provoked is told on the console. */
function forget(like: RegExp): void {
  const rest = errors.filter((text) => !like.test(text));
  errors.splice(0, errors.length, ...rest);
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let i = 0; i < 600; i += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass within 30 seconds');
}

function held(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
