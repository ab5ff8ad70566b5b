import { expect, test } from 'vitest';
import { isWorld, parseRange, subtract } from '../../src/facts/access/cidr.ts';
import { covers, meets } from '../../src/facts/access/glob.ts';

const ranges = (...texts: readonly string[]): ReturnType<typeof subtract> =>
  texts.flatMap((text) => parseRange(text) ?? []);

test.each<[boolean, readonly string[]]>([
  [true, ['0.0.0.0/0']],
  [true, ['::/0']],
  [true, ['0.0.0.0/1', '128.0.0.0/1']],
  [true, ['0.0.0.0/1']],
  [true, ['2000::/3']],
  [true, ['Internet']],
  [true, ['0.0.0.0-255.255.255.255']],
  [true, ['3.0.0.0/8', '18.0.0.0/8']],
  [false, ['3.0.0.0/8']],
  [false, ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  [false, ['2001:db8::/32']],
  [false, ['203.0.113.7']],
  [false, ['VirtualNetwork']],
  [false, ['999.0.0.0/0', '0.0.0.0/33', '1.2.3/8', '::1::/0', 'gggg::/0', '0.0.0.0/0/0', '']],
])('%s that these are everybody: %j', (expected, texts) => {
  expect(isWorld(ranges(...texts))).toBe(expected);
});

test.each<[string, string, number]>([
  ['10.0.0.0/24', '10.0.0.0/8', 0],
  ['10.0.0.0/8', '10.0.0.0/24', 1],
  ['10.0.0.0/8', '10.128.0.0/16', 2],
  ['10.0.0.0/8', '::/0', 1],
  ['10.0.0.7/8', '10.0.0.0/8', 0],
])('%s without %s leaves %i runs', (all, taken, left) => {
  expect(subtract(ranges(all), ranges(taken)).length).toBe(left);
});

test.each<[boolean, string, string]>([
  [true, '*', 's3:GetObject'],
  [true, 's3:*', 's3:Get*'],
  [true, 's3:Get*', 's3:GetObject'],
  [true, 'a?c', 'abc'],
  [true, 'a*c', 'abbc'],
  [true, '*a*', 'xax'],
  [false, 's3:Get*', 's3:*'],
  [false, 's3:GetObject', 's3:Get*'],
  [false, 'a?c', 'a*c'],
  [false, 's3:GetObject', 's3:GetObjectAcl'],
  [false, 'a?', 'a'],
])('%s that %s covers %s', (expected, wide, narrow) => {
  expect(covers(wide, narrow)).toBe(expected);
});

test.each<[boolean, string, string]>([
  [true, 'iam:*', '*:Get*'],
  [true, 'a*b', 'ac*'],
  [false, 'iam:*', 's3:*'],
  [false, 'a*b', 'c*'],
])('%s that %s and %s have something in common', (expected, one, other) => {
  expect(meets(one, other)).toBe(expected);
});
