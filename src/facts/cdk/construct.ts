import type { Path } from '../../model/change.ts';

/** `new dynamodb.Table(this, 'Orders', {…})`, and the same in Python. */
export type Construct = {
  readonly path: Path;
  /** Without its module: `Table`. */
  readonly type: string;
  readonly id: string;
  /** As it is written: `this`, `props.stack`. */
  readonly scope: string;
  /** Class it is made in; empty outside of one. */
  readonly home: string;
  /** By their names in TypeScript, each with the text of its value; null: they are not written here. */
  readonly props: ReadonlyMap<string, Prop> | null;
  readonly from: number;
  readonly to: number;
};
export type Prop = { readonly text: string; readonly line: number };

/** Before anything is parsed. Version 1 had a package for each service. */
export function looksLikeCdk(text: string): boolean {
  return /aws-cdk-lib|@aws-cdk\/|\baws_cdk\b/.test(text);
}

/** Spaces, quotes and a comma at the end make no difference. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, '')
    .replaceAll(/["`]/g, "'")
    .replaceAll(/,([}\])])/g, '$1');
}
