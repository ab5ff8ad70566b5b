import { describe, expect, test } from 'vitest';
import { dashboardCopy, dashboardPage, dashboardParts } from '../../src/page/dashboard-page.ts';
import { messagePage } from '../../src/page/message-page.ts';
import { spokenPage } from '../../src/page/spoken-page.ts';
import { SCRIPT } from '../../src/page/script.ts';
import { grouped } from '../../src/page/numbers.ts';
import { STYLE } from '../../src/page/style.ts';
import { table } from '../../src/page/table.ts';
import type { Dashboard } from '../../src/model/dashboard.ts';
import { calibrationOf, dashboardOf, spokenOf } from './fixture.ts';
import { nodesIn, readHtml, skeletonOf, textOf, type Node } from './read-html.ts';

const HOSTILE: readonly (readonly [name: string, word: string])[] = [
  ['a script', '<script>alert(1)</script>'],
  ['an image that fails', '<img src=x onerror=alert(1)>'],
  ['the end of an attribute', '" autofocus onfocus="alert(1)'],
  ['the end of one in single quotes', "' onclick='alert(1)"],
  ['the end of what it stands in', '</title></style></script></textarea></table></main><script>alert(1)</script>'],
  ['a comment', '<!--'],
  ['character data', ']]><svg onload=alert(1)>'],
  ['entities', '&lt;script&gt;&#60;script&#62;&quot;'],
  ['an address that runs', 'javascript:alert(1)//'],
  ['template literals', '${alert(1)}`'],
  ['replacement patterns', "$& $1 $' $`"],
  ['right to left', '\u202egnp.exe\u2066x\u2069'],
  ['invisible letters', 'a\u200bb\u2060c\ufeffd\u00ade\u{e0041}f\u{e007f}'],
  ['control characters', '\u0000\u0007\u001b[31m\u0085\r\n'],
  ['separators', 'a\u2028b\u2029c'],
  ['half of a pair', '\ud800x\udc00'],
  ['very long', 'ab<'.repeat(60_000)],
  ['many marks', `a${'\u0301'.repeat(500)}`],
];
const HOW = { base: '/base', nonce: 'nonce', csrf: 'csrf' };

function pagesOf(word: string): readonly (readonly [name: string, html: string])[] {
  const dashboard = dashboardOf(word);
  const closed: Dashboard = { ...dashboard, asking: { kind: 'closed', why: word, waiting: 3 } };
  return [
    ['the page', dashboardPage(dashboard, HOW)],
    ['a page that may only be read', dashboardPage(closed, { ...HOW, csrf: null })],
    ['its parts', dashboardParts(dashboard, '/base', 'csrf')],
    ['a copy', dashboardCopy(dashboard)],
    ['one statement', spokenPage(spokenOf(word, 'f-7f3k2mq'), HOW)],
    ['a message', messagePage(word, [word], { nonce: 'nonce', link: ['/base/', word] })],
  ];
}

describe('whatever a stranger named is text and nothing else', () => {
  const plain = pagesOf('plain').map(([, html]) => skeletonOf(readHtml(html)));
  test.each(HOSTILE)('%s', (_name, word) => {
    for (const [i, [name, html]] of pagesOf(word).entries()) {
      const tree = readHtml(html);
      // the same tags with the same attributes: nothing of it became markup
      expect(skeletonOf(tree) === plain[i], name).toBe(true);
      expect(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u.test(
          html,
        ),
        name,
      ).toBe(false);
      expect(html.length, name).toBeLessThan(1_500_000);
      for (const { attributes } of nodesIn(tree))
        for (const at of ['href', 'action'])
          expect(attributes.get(at) ?? '/', name).toMatch(/^(\/base\/|#main$|data:,$|\/$)/);
    }
  });

  test('and it is still there to be read', () => {
    expect(textOf(readHtml(dashboardCopy(dashboardOf('<b>shop</b>'))))).toContain('<b>shop</b>');
  });
});

const trees = pagesOf('shop').map(([name, html]) => [name, readHtml(html), html] as const);

describe('each page', () => {
  test.each(trees)('%s names every figure, table, region and control', (_name, tree) => {
    const ids = idsIn(tree);
    const targets = new Set(nodesIn(tree).map((label) => label.attributes.get('for')));
    for (const node of nodesIn(tree)) {
      const name = node.attributes.get('aria-label') ?? '';
      if (node.name === 'svg' && node.attributes.get('aria-hidden') !== 'true')
        expect([node.attributes.get('role'), name.length > 0]).toEqual(['img', true]);
      if (node.name === 'th') expect(node.attributes.get('scope')).toMatch(/^(row|col)$/);
      if (node.attributes.get('role') === 'region') expect(name).not.toBe('');
      if (node.name === 'button' || node.name === 'a' || node.name === 'summary')
        expect(textOf(node).trim()).not.toBe('');
      if (node.attributes.has('aria-labelledby')) expect(ids).toContain(node.attributes.get('aria-labelledby'));
      if (node.name === 'input' && node.attributes.get('type') !== 'hidden')
        expect(targets.has(node.attributes.get('id'))).toBe(true);
      if (node.name === 'label') expect(ids).toContain(node.attributes.get('for'));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(levelsIn(tree).every((level, i, all) => level <= (all[i - 1] ?? 0) + 1)).toBe(true);
  });

  test.each(trees.filter(([name]) => name !== 'its parts'))(
    '%s has one main part, a title and a language',
    (_name, tree) => {
      const of = (name: string): readonly Node[] => nodesIn(tree).filter((node) => node.name === name);
      const titles = of('head')
        .flatMap(nodesIn)
        .filter(({ name }) => name === 'title');
      expect([of('main').length, of('h1').length, titles.length]).toEqual([1, 1, 1]);
      expect(of('html')[0]?.attributes.get('lang')).toBe('en');
    },
  );

  test.each(trees)('%s holds no handler, no inline style and no script but ours', (_name, tree) => {
    for (const { name, attributes } of nodesIn(tree)) {
      expect([...attributes.keys()].filter((at) => at.startsWith('on') || at === 'style' || at === 'src')).toEqual([]);
      if (name === 'script') expect(attributes.get('nonce')).toBe('nonce');
    }
  });
});

test('a copy asks nobody for anything and runs nothing', () => {
  const html = dashboardCopy(dashboardOf('shop'));
  expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(html).not.toMatch(/<script|<form|<link|(?:src|href|action)=|url\(|@import|https?:/);
});

test('only who may answer gets forms, each with its secret', () => {
  const forms = (html: string): readonly Node[] =>
    nodesIn(readHtml(html)).filter(({ name, attributes }) => name === 'form' && attributes.get('method') === 'post');
  const open = dashboardPage(dashboardOf('shop'), HOW);
  expect(forms(open).length).toBe(3);
  for (const form of forms(open)) {
    const field = (name: string): string | undefined =>
      nodesIn(form)
        .find(({ attributes }) => attributes.get('name') === name)
        ?.attributes.get('value');
    expect([field('csrf'), form.attributes.get('action')]).toEqual(['csrf', '/base/answer']);
    expect(
      nodesIn(form)
        .filter(({ name }) => name === 'button')
        .map((one) => one.attributes.get('value')),
    ).toEqual(['right', 'wrong', 'gap', 'unclear']);
  }
  expect(forms(dashboardPage(dashboardOf('shop'), { ...HOW, csrf: null }))).toEqual([]);
  expect(dashboardCopy(dashboardOf('shop'))).not.toContain('csrf');
});

describe('what is not known is not said', () => {
  test('below its guard every rate is a dash and what it needs', () => {
    const text = textOf(readHtml(dashboardCopy(dashboardOf('shop'))));
    expect(text).toContain('–, needs 3 more');
    expect(text).toContain('calibration: –, needs 6 more labels');
    expect(text).toContain('–, needs 1 more matured');
  });

  test('every share that is printed stands beside its interval and n', () => {
    const text = textOf(readHtml(dashboardCopy(dashboardOf('shop')))).replaceAll(/\s+/g, ' ');
    for (const rate of ['.62 [.53–.71] n 118', '.19 [.00–.41] n 21', '.53 [.29–.77] n 17', '.11 [.03–.26] n 27.4'])
      expect(text).toContain(rate);
  });

  test('how alike two readers are says of how many seeded defects, not of how many findings', () => {
    const text = textOf(readHtml(dashboardCopy(dashboardOf('shop')))).replaceAll(/\s+/g, ' ');
    expect(text).toContain('φ .31, n 24');
    expect(text).toContain('–, needs 16 more');
  });

  test('an empty log is told what to do next, and shows no figure', () => {
    const nothing = calibrationOf('shop');
    const empty: Dashboard = {
      ...dashboardOf('shop', {
        ...nothing,
        readers: [],
        pairs: [],
        contracts: [],
        criteria: [],
        records: [],
        lag: [],
        weeks: [],
        tuned: [],
        proposals: [],
        outcomes: {},
      }),
      asking: { kind: 'open', questions: [], answered: 0 },
      findings: [],
      risks: [],
      audit: {
        events: 0,
        head: '',
        checked: { kind: 'whole', upTo: 0 },
        anchors: [],
        approvals: [],
        overrides: [],
        around: [],
      },
      notes: [],
    };
    const unjudged = { ...empty, report: { ...empty.report, totals: { ...empty.report.totals, verdicts: 0 } } };
    const page = readHtml(dashboardPage(unjudged, HOW));
    const main = nodesIn(page).find(({ name }) => name === 'main') ?? page;
    expect(textOf(main)).toContain('guardrail init');
    expect(nodesIn(main).filter(({ name }) => name === 'svg')).toEqual([]);
    // a log of counts alone, with nothing learned
    const bare = textOf(readHtml(dashboardPage(empty, HOW))).replaceAll(/\s+/g, ' ');
    for (const says of [
      'guardrail reviewers',
      'guardrail outcomes sync',
      'guardrail review',
      'guardrail log anchor',
      'needs 1 more',
    ])
      expect(bare).toContain(says);
  });

  test('times and shares that are none are a dash', () => {
    const odd = dashboardOf('shop');
    const page = dashboardCopy({
      ...odd,
      at: Number.NaN,
      risks: odd.risks.map((dot) => ({ ...dot, ts: 1e300, p: Number.NaN, upper: Number.POSITIVE_INFINITY })),
    });
    expect(readHtml(page)).toBeDefined();
    expect(page).not.toMatch(/NaN|Infinity|Invalid/);
  });
});

test('every colour of a text keeps 4.5 to 1 to what it stands on, of a mark 3 to 1, in light and in dark', () => {
  const [light, dark] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) =>
    Object.fromEntries([...body.matchAll(/--(\w+): (#[0-9a-f]{3,6})/g)].map(([, name, value]) => [name, value])),
  );
  let looked = 0;
  for (const colours of [light, { ...light, ...dark }]) {
    for (const [on, least, names] of [
      ['paper', 4.5, ['ink', 'quiet', 'link']],
      ['card', 4.5, ['ink', 'quiet', 'link']],
      ['added', 4.5, ['ink', 'quiet']],
      ['removed', 4.5, ['ink', 'quiet']],
      ['paper', 3, ['mark', 'right', 'wrong', 'gap', 'unclear', 'refused', 'meant', 'quiet']],
    ] as const)
      for (const name of names) {
        expect(contrast(String(colours?.[name]), String(colours?.[on])), `${name} on ${on}`).toBeGreaterThanOrEqual(
          least,
        );
        looked += 1;
      }
  }
  expect(looked).toBe(36);
});

test('figures of a table stand by their last digit, words by their first letter', () => {
  const { html } = table(
    'T',
    ['name', 'n', 'by', 'share'],
    [
      ['a', 1, 'x', '–'],
      ['b', '12', '3', '.5–.7'],
    ],
  );
  const classes = nodesIn(readHtml(html))
    .filter(({ name }) => name === 'th' || name === 'td')
    .map(({ attributes }) => attributes.get('class') ?? '');
  expect(classes).toEqual(['', 'n', '', 'n', '', 'n', '', 'n', '', 'n', '', 'n']);
});

test('a log that is long or young stays legible: figures are grouped, empty ones are a line, old findings are folded', () => {
  const dashboard = dashboardOf('shop');
  const [one] = dashboard.findings;
  if (one === undefined) throw new Error('the fixture has no finding');
  const findings = Array.from({ length: 40 }, (_, i) => ({ ...one, id: `f-old${1_000 + i}` }));
  const tree = readHtml(dashboardCopy({ ...dashboard, findings, audit: { ...dashboard.audit, events: 1_234_567 } }));
  const text = textOf(tree).replaceAll(/\s+/g, ' ');
  expect(text).toContain('Events 1,234,567');
  expect(text).toContain('The last 15 findings');
  expect(text).toContain('25 before them');
  expect(text.match(/f-old\d+/g)).toHaveLength(40);
  // of two readers one has labels enough: its figure, and the one of precision and recall
  expect(nodesIn(tree).filter(({ name }) => name === 'figure')).toHaveLength(2);
  expect([999, 1_000, -12_345].map(grouped)).toEqual(['999', '1,000', '-12,345']);
});

test('the script builds no markup of its own and stores nothing', () => {
  expect(SCRIPT).not.toMatch(
    /innerHTML\s*=|insertAdjacentHTML|document\.write|eval\(|new Function|localStorage|sessionStorage|document\.cookie|https?:/,
  );
  expect(SCRIPT).not.toContain('</script');
});

function idsIn(tree: Node): readonly string[] {
  return nodesIn(tree).flatMap(({ attributes }) => attributes.get('id') ?? []);
}

function levelsIn(tree: Node): readonly number[] {
  return nodesIn(tree).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name.slice(1))] : []));
}

/** As WCAG 2.2 works it out. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [lightness(one), lightness(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function lightness(colour: string): number {
  const hex = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
