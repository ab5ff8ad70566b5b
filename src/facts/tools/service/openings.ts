import { opened, type Deed } from './service.ts';

/** Every address of the internet. */
export const ANYWHERE: RegExp = /(^|[^\d.])0\.0\.0\.0\/0|::\/0|\b0\.0\.0\.0[-:, ]255\.255\.255\.255/;

/** A command that lets somebody in from outside. */
export type Opening = {
  readonly said: RegExp;
  /** What its whole text must say, and must not. */
  readonly text: RegExp;
  readonly not?: RegExp;
  readonly type: string;
  /** Its first group that is there names the ports. */
  readonly ports?: RegExp;
};

export function openingOf(rows: readonly Opening[], said: string, text: string): Deed | null {
  const row = rows.find((one) => one.said.test(said) && one.text.test(text) && one.not?.test(text) !== true);
  if (row === undefined) return null;
  const found =
    row.ports
      ?.exec(text)
      ?.slice(1)
      .find((group) => group !== undefined && group !== '') ?? 'all';
  const ports = /^(-1|\*|all)$/.test(found) ? 'all' : found.replaceAll(/[a-z]+:/g, '');
  return opened(row.type, { ports, sensitive: !/^(80|443|8443)(,(80|443|8443))*$/.test(ports) });
}
