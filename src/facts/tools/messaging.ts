import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import type { Options } from './options.ts';
import { familyOf, textOf } from './service/read.ts';
import { again, gone, held, stopped, widened, type Act, type Deed, type Service, listed } from './service/service.ts';

const KAFKA = listed(
  'kafka-topics kafka-consumer-groups kafka-delete-records kafka-acls kafka-configs ' +
    'kafka-reassign-partitions kafka-leader-election kafka-streams-application-reset kafka-storage ' +
    'kafka-server-stop kafka-cluster kafka-metadata-quorum kafka-transactions kafka-replica-exclusion ' +
    'kafka-delegation-tokens kafka-features zookeeper-server-stop kafka-share-groups kafka-streams-groups',
);

/** Kafka's own tools say what they do with options, each tool for one sort of thing: held against `tool options…`. */
const KAFKA_ACTS: readonly (readonly [said: RegExp, deed: Deed])[] = [
  [/^kafka-delete-records /, held('records', { because: 'are deleted from the topic' })],
  [/^kafka-streams-application-reset /, held('application', { because: 'forgets how far it has read' })],
  [/^\w+-server-stop /, stopped('broker')],
  [/^kafka-storage .*\bformat\b/, held('storage', { because: 'is formatted' })],
  [/^kafka-acls .*--remove\b/, gone('acl', { because: 'is taken from whoever works with it' })],
  [/^kafka-acls .*--add\b.*User:\*/, widened('acl', 'public', { because: 'everybody may use it' })],
  [/^kafka-topics .*--delete(\s|=|$)/, held('topic')],
  [/^kafka-[\w-]+ .*--delete(-offsets)?(\s|=|$)/, held('consumer-group', { because: 'is deleted' })],
  [
    /^(?=.*--reset-offsets\b).*--execute\b/,
    again('offsets', { because: 'are set elsewhere: messages are read twice or never' }),
  ],
  [
    /^kafka-configs (?=.*--alter\b).*(retention\.(ms|bytes)=\d{1,5}(\D|$)|cleanup\.policy=delete)/,
    held('topic', { because: 'keeps so little that what it holds is deleted' }),
  ],
  [/^kafka-configs (?=.*--alter\b).*--delete-config\b/, again('topic', { because: 'loses a setting' })],
  [/^kafka-reassign-partitions .*--execute\b/, again('partitions', { because: 'move to other brokers' })],
  [/^kafka-cluster .*\bunregister\b/, gone('broker', { critical: true })],
];

function kafka(run: Invocation, { value }: Options): readonly Act[] {
  const said = `${run.tool.replace(/\.(sh|bat)$/, '')} ${textOf(run)}`;
  const row = KAFKA_ACTS.find(([pattern]) => pattern.test(said));
  const name = value('--topic', '--group', '--entity-name', '--application-id') ?? '';
  return row ? [{ deed: row[1], name }] : [];
}

const RABBIT_GONE =
  /^(delete_\S+|purge_queue|clear_\S+|forget_cluster_node|force_\S+|reset|remove_classic_\S+|delete|purge|rename_cluster_node|update_cluster_nodes|shrink|remove_\S+|disable_\S+|delete_member|reclaim_quorum_memory)\b/;

const brokers: readonly Service[] = [
  {
    technology: 'kafka',
    tools: KAFKA.flatMap((tool) => [tool, `${tool}.sh`]),
    takes: listed(
      '--bootstrap-server --zookeeper --topic --group --command-config --entity-type --entity-name ' +
        '--application-id --offset-json-file',
    ),
    places: ['--bootstrap-server', '--zookeeper', '--command-config'],
    closed: true,
    rows: [],
    more: kafka,
  },
  {
    technology: 'kafka',
    tools: listed(
      'kaf kcat rpk kafkactl kcctl confluent ccloud topicctl kt redpanda ksql zoe kafka-connect schema-registry ' +
        'avro-registry strimzi',
    ),
    takes: listed('-b -c --cluster --brokers --environment -X --config --profile --context --url'),
    places: listed('--cluster --environment --profile --context -b --brokers -c --config'),
    rows: [
      [/^(config|context|profile|login|logout|container (purge|stop)|generate|plugin|local (?!destroy))\b/, null],
      [
        /^topic (trim-prefix|delete-records)\b|^(group|offset) (seek|reset|delete|offset-delete)\b|^(consumer-group|consumer) (\S+ )?(reset-offset|delete)\b/,
        held('topic'),
      ],
      [
        /^cluster (maintenance enable|partitions (move|balance|transfer-leadership)|config (import|reset|set)|storage recovery|partitions toggle-recovery)\b/,
        again('cluster', { certainty: 'likely', because: 'is changed while it works' }),
      ],
      [/^(connector|connect cluster) (pause|stop|restart)\b/, stopped('connector')],
      [/^redpanda admin brokers decommission\b/, held('broker')],
    ],
  },
  {
    technology: 'rabbitmq',
    tools: listed(
      'rabbitmqctl rabbitmqadmin rabbitmq-queues rabbitmq-plugins rabbitmq-upgrade rabbitmq-streams ' +
        'rabbitmqadmin-ng rabbitmq-diagnostics',
    ),
    takes: listed('-n --node -p --vhost -H --host -P --port -u --username --password -V -t --timeout -N -c --config'),
    places: listed('-n --node -H --host -p --vhost -V -N'),
    closed: true,
    rows: [
      [/^(list\S*|status|report|environment|ping|check_\S+|show|get|declare|publish|export|await\S*|help)\b/, null],
      [RABBIT_GONE, held('broker', { because: 'is deleted, emptied or set back' })],
      [
        /^(stop|stop_app|shutdown|suspend_listeners|drain|close_\S+|close|suspend_all_listeners|pause\S*)\b/,
        stopped('broker'),
      ],
      [
        /^(change_password|set_user_limits|change_cluster_node_type|import_definitions|import|rekey_vhost)\b/,
        again('user', { because: 'is changed under those who use it' }),
      ],
      [/^disable\b/, gone('plugin', { critical: true, because: 'is switched off' })],
      [
        /^set_(user_tags|permissions)\b/,
        widened('user', 'admin', { because: 'may do everything' }),
        { text: /\badministrator\b/ },
      ],
      [
        /^(users|user|vhosts|queues|queue|exchanges|bindings|policies|connections|permissions|streams|shovels|federation|operator_policies|parameters|global_parameters|definitions|feature_flags) (\S+ )?(delete|purge|close|remove|disable\S*|delete_\S+|import)\b/,
        held('queue'),
      ],
    ],
  },
  {
    technology: 'nats',
    tools: listed(
      'nats nsc nk nats-server stan pulsar-admin pulsar pulsarctl pulsar-shell artemis activemq mosquitto_ctrl ' +
        'emqx emqx_ctl emqxctl vmq-admin solace nsqadmin iron bullmq celery sidekiqctl rq faktory beanstool resque ' +
        'centrifugo dkron',
    ),
    takes: listed(
      '-s --server --context --user --creds -a --account --timeout -A --app --admin-url -u --url -n --broker -b ' +
        '-Q -j --queues --workdir --subject --seq -t --tenant',
    ),
    places: ['-s', '--server', '--context', '--admin-url', '--url'],
    variables: ['NATS_CONTEXT', 'NATS_URL'],
    rows: [
      [
        /^(context|ctx|req|pub|sub|kv (ls|get|info|history|status|watch)|worker|beat|inspect|status|report|flower|events|multi|shell|standalone|broker start|init|env|keys|bench|info|empty$)\b/,
        null,
      ],
      [
        /^(stream|str|s|consumer|con|c|kv|object|obj|account|server|backup) (rm|delete|del|purge|rmm|seal|restore|compact|cluster (step-down|peer-remove|step_down)|unpin|pause|peer-remove|remove-peer)\b/,
        held('stream'),
      ],
      [
        /^(server|stream|consumer) (raft|cluster) (step-down|peer-remove|\S+)\b/,
        held('cluster', { because: 'loses a part of it, or its leader' }),
      ],
      [
        /^(control|control shutdown|amqp|purge|amqp queue\.(purge|delete)|amqp exchange\.delete)\b/,
        held('queue', { because: 'is emptied' }),
        {
          text: /(^|\s)(purge|shutdown|queue\.purge|queue\.delete|exchange\.delete|cancel_consumer|terminate|revoke)(\s|$)/,
        },
      ],
      [/^empty\b/, held('queue', { because: 'is emptied' })],
      [
        /^(topics|namespaces|tenants|clusters|brokers|functions|sinks|sources|subscriptions|schemas|packages|resource-quotas|ns-isolation-policy|resourcegroups|bookies|transactions) (delete\S*|unload|terminate|clear-\S+|skip-\S+|skip|clear-backlog\S*|unsubscribe\S*|expire-messages\S*|reset-cursor|compact|remove-\S+|truncate|split-bundle|stop|trim|delete-partitioned-topic)\b/,
        held('topic'),
      ],
      [/^(topics|namespaces) grant-permission\b/, widened('topic', 'privilege', { certainty: 'possible' })],
      [
        /^(delete|revoke|remove|push) (account|user|export|import|operator|signing-key|mapping|activation|\S+)\b/,
        held('account'),
        { text: /^(delete|revoke|remove)|--prune/ },
      ],
      [
        /^(queue|address|user|role|producer|consumer|connection|data|cluster|node|session|banned|rule|bridge|clients|plugins|admins|listeners|retain|conf|mgmt) (\S+ )?(delete|purge|kick|leave|force-leave|deleteqs|stop|disconnect|del|remove|rm|clean|reset|unload|disable|cluster-leave|import|imp|closeall)\b/,
        held('queue'),
      ],
      [
        /^dynsec (deleteRole|deleteClient|deleteGroup|disableClient|removeGroup\S*|removeRole\S*|removeClientRole|setDefaultACLAccess)\b/i,
        gone('client', { critical: true }),
      ],
    ],
  },
];

export const messaging: Family = familyOf('messaging', brokers);
