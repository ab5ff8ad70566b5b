import { expect, test } from 'vitest';
import { html } from '../../src/page/html.ts';
import { statsPage } from '../../src/page/stats-page.ts';
import type { Tally } from '../../src/model/tally.ts';
import { reportOf } from '../../src/stats/report.ts';

const EVIL = `<script>alert(1)</script>"'&\u202e\u0007`;
const counted = { level: 'deny', raised: 'deny', n: 7 } as const;
const tally: Tally = {
  from: 20_000,
  to: 20_400,
  repo: EVIL,
  days: [{ day: 20_000, ...counted }],
  groups: [{ repo: EVIL, actorKind: EVIL, agent: EVIL, role: EVIL, ms: 5, ...counted }],
  rules: [{ rule: EVIL, rulings: 7, ...counted }],
  counts: [{ name: EVIL, n: 1 }],
  latency: [{ hook: EVIL, bucket: 40, n: 3 }],
  refusals: [{ rule: EVIL, outcome: 'redone', n: 1, tries: 2, minutes: 3 }],
  waits: [4],
  labels: [
    { rule: EVIL, says: 'right', n: 7 },
    { rule: EVIL, says: 'wrong', n: 3 },
  ],
};

test('whatever a stranger named is text and nothing else', () => {
  const page = statsPage(reportOf(tally));
  expect(page).not.toContain('<script');
  expect(page).not.toContain('\u202e');
  expect(page).not.toContain('\u0007');
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('[object Object]');
});

test('the page asks nobody for anything', () => {
  const page = statsPage(reportOf(tally));
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/(?:src|href|action)=|url\(|@import|https?:/);
});

test('every picture has words, every table a caption and named heads', () => {
  const page = statsPage(reportOf(tally));
  const count = (text: string): number => page.split(text).length - 1;
  expect(count('<svg')).toBeGreaterThan(1);
  expect(count('<svg')).toBe(count('role="img" aria-label="'));
  expect(count('<table>')).toBe(count('<caption>'));
  expect(count('<th>')).toBe(0);
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('prefers-color-scheme: dark');
});

test('an empty report is a page too', () => {
  const nothing = {
    ...tally,
    repo: null,
    days: [],
    groups: [],
    rules: [],
    latency: [],
    refusals: [],
    waits: [],
    labels: [],
  };
  expect(statsPage(reportOf(nothing))).toContain('</html>');
});

test('the tag escapes what it is given, in attributes and in text', () => {
  expect(html`<a title="${EVIL}">${[html`<b>${1}</b>`]}</a>`.html).toBe(
    '<a title="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202e\\u0007"><b>1</b></a>',
  );
});
