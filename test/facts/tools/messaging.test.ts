import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['kafka-topics.sh --bootstrap-server b --delete --topic orders', ['infra.destroy topic/orders']],
  ['kafka-consumer-groups --group g --reset-offsets --topic t --to-earliest --execute', ['infra.replace offsets/t']],
  ['kafka-configs --alter --entity-name orders --add-config retention.ms=1000', ['infra.destroy topic/orders']],
  ['rpk topic delete orders', ['infra.destroy topic/orders']],
  ['rabbitmqctl delete_vhost shop', ['infra.destroy broker/shop']],
  ['rabbitmqctl stop_app', ['infra.scale-zero broker']],
  ['rabbitmqadmin purge queue name=jobs', ['infra.destroy broker/queue']],
  ['nats stream purge ORDERS', ['infra.destroy stream/ORDERS']],
  ['pulsar-admin topics delete persistent://a/b/c', ['infra.destroy topic/persistent://a/b/c']],
  ['celery -A shop purge', ['infra.destroy queue']],
  ['kafka-topics --list', []],
  ['kafka-consumer-groups --group g --reset-offsets --topic t --to-earliest', []],
  ['rabbitmqctl list_queues', []],
  ['nats stream ls', []],
  ['celery -A shop worker', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
