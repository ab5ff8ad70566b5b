import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['ldcli flags delete checkout', ['infra.destroy flags/checkout']],
  ['split splits kill checkout', ['infra.scale-zero flag/checkout']],
  ['unleash features archive checkout', ['infra.scale-zero flag/checkout']],
  ['algolia indices clear products', ['infra.destroy index/products']],
  ['datadog-ci monitors delete 7', ['infra.destroy monitors/7']],
  ['splunk clean eventdata', ['infra.destroy index/eventdata']],
  ['pd service delete P7', ['infra.destroy service/P7']],
  ['sentry-cli releases delete v1', ['infra.destroy release/v1']],
  ['stripe customers delete cus_7', ['infra.destroy customers/cus_7']],
  ['stripe subscriptions cancel sub_7', ['infra.destroy subscription/sub_7']],
  ['twilio api:core:messages:remove --sid m', ['infra.destroy resource/m']],
  ['flipt flag delete checkout', ['infra.destroy flag/checkout']],
  ['ldcli flags list', []],
  ['datadog-ci junit upload r.xml', []],
  ['stripe listen', []],
  ['algolia search products q', []],
  ['sentry-cli releases new v1', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
