import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['fastly service delete --service-id s', ['infra.destroy service/s']],
  ['fastly purge --all', ['infra.destroy cache']],
  ['deck reset', ['infra.destroy gateway']],
  ['deck gateway sync kong.yaml', ['infra.replace gateway/kong.yaml']],
  ['apigeecli apis delete --name a', ['infra.destroy api/a']],
  ['kong migrations reset', ['infra.destroy database']],
  ['nginx -s stop', ['infra.scale-zero proxy/nginx']],
  ['haproxy -f h.cfg -sf 7', ['infra.scale-zero proxy/haproxy']],
  ['certbot revoke --cert-name shop', ['infra.destroy certificate/shop']],
  ['rndc halt', ['infra.scale-zero server']],
  ['nginx -t', []],
  ['nginx -s reload', []],
  ['deck dump', []],
  ['fastly service list', []],
  ['certbot renew', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
