import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['acmectl cluster delete shop', ['infra.destroy cluster/shop']],
  ['acme database drop shop --project shop-prod', ['infra.destroy database/shop']],
  ['acmectl delete-user ada', ['infra.destroy user/ada']],
  ['acme users remove ada', ['infra.destroy users/ada']],
  ['acmectl delete cache', []],
  ['acme plugin remove x', []],
  ['acme remove leftpad', []],
  ['note delete shopping.md', []],
  ['./scripts/delete.sh users 7', []],
  ['acme users list', []],
  ['acme users delete ada --dry-run', []],
  ['acme help delete user', []],
  ['npm uninstall leftpad', []],
  ['brewctl cache clear', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
