import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['vault secrets disable kv/', ['infra.destroy secrets-engine/kv/']],
  ['vault kv metadata delete secret/app', ['infra.destroy secret/secret/app']],
  ['vault token revoke s.abc', ['infra.destroy token']],
  ['vault audit disable file', ['infra.unprotect audit/file']],
  ['op item delete Key', ['infra.destroy item/Key']],
  ['doppler secrets delete KEY --config prd', ['infra.destroy secret/KEY']],
  ['infisical secrets delete KEY', ['infra.destroy secret/KEY']],
  ['chamber delete app key', ['infra.destroy secret/app']],
  ['consul kv delete -recurse app', ['infra.destroy keys/app']],
  ['etcdctl del --prefix /app', ['infra.destroy keys//app']],
  ['nodetool decommission', ['infra.destroy cluster']],
  ['vault kv put secret/app a=b', ['infra.replace secret/secret/app']],
  ['vault kv get secret/app', []],
  ['op item get Key', []],
  ['consul kv get app', []],
  ['doppler run -- npm start', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
