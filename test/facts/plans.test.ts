import { describe, expect, test } from 'vitest';
import { change, edit, factsOf, part, text } from './changes.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a plan says of its resources, shortly: `destroy aws_db_instance.main: its block is gone`. */
function read(plan: unknown, path = 'infra/plan.json'): readonly string[] {
  const one = edit({ path, status: 'add', before: null });
  const body = typeof plan === 'string' ? plan : JSON.stringify(plan);
  const facts = factsOf(change([part([one], { id: 'plan' })], { inlet: 'plan' }), { [path]: { after: text(body) } });
  return facts.map(
    ({ kind, subject, attributes }) => `${kind} ${subject}: ${String(attributes['because'] ?? attributes['why'])}`,
  );
}

const resource = (actions: readonly string[], more: Json = {}, address = 'aws_db_instance.main'): Json => {
  const { before = {}, after = {}, action_reason, ...rest } = more;
  return {
    address,
    mode: 'managed',
    type: address.split('.')[0]?.replace(/^module$/, 'aws_db_instance'),
    name: address.split('.')[1],
    ...(action_reason === undefined ? {} : { action_reason }),
    change: { actions, before, after, after_unknown: {}, ...rest },
  };
};
const plan = (...resources: readonly Json[]): Json => ({ format_version: '1.2', resource_changes: resources });

describe('a Terraform plan', () => {
  test.each([
    ['nothing to do', resource(['no-op']), []],
    ['a creation', resource(['create'], { before: null }), []],
    ['an update', resource(['update'], { before: { port: 1 }, after: { port: 2 } }), []],
    ['forgotten, not destroyed', resource(['forget'], { after: null }), []],
    ['a data source that is read', { ...resource(['delete']), mode: 'data' }, []],
    [
      'a removal',
      resource(['delete'], { after: null, action_reason: 'delete_because_no_resource_config' }),
      ['infra.destroy infra:aws_db_instance.main: its block is gone'],
    ],
    [
      'an instance that count no longer reaches',
      resource(['delete'], { after: null, action_reason: 'delete_because_count_index' }, 'aws_db_instance.main[1]'),
      ['infra.destroy infra:aws_db_instance.main[1]: count no longer reaches it'],
    ],
    [
      'a replacement',
      resource(['delete', 'create'], {
        before: { engine: 'mysql' },
        after: { engine: 'postgres' },
        replace_paths: [['engine']],
      }),
      ['infra.replace infra:aws_db_instance.main: must be replaced: engine becomes "postgres" (now "mysql")'],
    ],
    [
      'a replacement that creates first',
      resource(['create', 'delete'], { action_reason: 'replace_because_tainted' }),
      ['infra.replace infra:aws_db_instance.main: it is tainted'],
    ],
  ])('%s', (_name, one, facts) => {
    expect(read(plan(one)).filter((fact) => !fact.startsWith('infra.unprotect'))).toEqual(facts);
  });

  test('the value of a secret is not shown', () => {
    const secret = resource(['delete', 'create'], {
      before: { master_password: 'hunter2' },
      after: { master_password: 'hunter3' },
      replace_paths: [['master_password']],
    });
    expect(read(plan(secret)).join()).not.toContain('hunter');
  });

  test('at the top of the repository the address has no folder', () => {
    expect(read(plan(resource(['delete'], { after: null })), 'plan.json')[0]).toContain(
      'infra.destroy aws_db_instance.main:',
    );
  });

  test('what refers to it depends on it', () => {
    const path = 'plan.json';
    const body = {
      ...plan(resource(['delete'], { after: null })),
      configuration: {
        root_module: {
          resources: [
            {
              address: 'aws_route53_record.db',
              expressions: { records: { references: ['aws_db_instance.main.address', 'aws_db_instance.main'] } },
            },
            { address: 'aws_ssm_parameter.db', expressions: { value: { references: ['aws_db_instance.main'] } } },
          ],
        },
      },
    };
    const one = edit({ path, status: 'add', before: null });
    const [fact] = factsOf(change([part([one])], { inlet: 'plan' }), { [path]: { after: text(JSON.stringify(body)) } });
    expect(fact?.attributes['dependents']).toBe(2);
  });
});

describe('a change set', () => {
  const set = (changed: Json): Json => ({
    StackName: 'shop-prod',
    Changes: [
      {
        Type: 'Resource',
        ResourceChange: { LogicalResourceId: 'Db', ResourceType: 'AWS::RDS::DBInstance', ...changed },
      },
    ],
  });
  test.each([
    ['an addition', { Action: 'Add' }, []],
    ['a change in place', { Action: 'Modify', Replacement: 'False' }, []],
    ['a removal that keeps it', { Action: 'Remove', PolicyAction: 'Retain' }, []],
    [
      'a removal',
      { Action: 'Remove', PolicyAction: 'Delete' },
      ['infra.destroy shop-prod:Db: the change set removes it'],
    ],
    [
      'a removal that keeps a snapshot',
      { Action: 'Remove', PolicyAction: 'Snapshot' },
      ['infra.destroy shop-prod:Db: the change set removes it; a snapshot is kept'],
    ],
    [
      'a replacement',
      {
        Action: 'Modify',
        Replacement: 'True',
        Details: [{ Target: { Name: 'Engine', RequiresRecreation: 'Always' } }],
      },
      ['infra.replace shop-prod:Db: must be replaced: Engine'],
    ],
  ])('%s', (_name, changed, facts) => {
    expect(read(set(changed))).toEqual(facts);
  });
});

test.each([
  [
    'no JSON',
    'Terraform used the selected providers',
    'it is no JSON object: neither a Terraform plan nor a change set',
  ],
  ['cut off', '{"resource_changes": [', 'it is no JSON object: neither a Terraform plan nor a change set'],
  ['another JSON', '{"a": 1}', 'it has no resource_changes: write it with terraform show -json'],
  ['a list', '[]', 'it is no JSON object: neither a Terraform plan nor a change set'],
])('%s is unreadable, said once', (_name, body, why) => {
  expect(read(body)).toEqual([`unreadable infra/plan.json: ${why}`]);
});
