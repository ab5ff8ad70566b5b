import type { Edit } from '../../model/change.ts';
import type { Grammars, YamlEntry, YamlNode } from '../../model/syntax.ts';
import type { Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import { baseName } from '../path.ts';
import { showValue } from '../resource.ts';
import { entriesOf, get, plainOf } from './yaml.ts';

type Told = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly because: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly remedy?: string;
  readonly protection?: 'state' | 'encryption' | 'deletion' | 'backup' | 'other';
  readonly line: number;
};
type Setting = { readonly value: string; readonly line: number };

/** `Pulumi.prod.yaml` and `Pulumi.yaml`: what all resources of a stack are made with. */
export function settingFacts(
  edit: Edit,
  before: string | null,
  after: string | null,
  grammars: Grammars,
): readonly Observation[] {
  if (before === null) return [];
  const then = settingsIn(before, grammars);
  if (after === null)
    return [
      fact(edit, {
        kind: 'infra.unprotect',
        because: 'the configuration of the stack goes',
        certainty: 'likely',
        protection: 'state',
        line: 1,
      }),
    ];
  const now = settingsIn(after, grammars);
  return [...then].flatMap(([key, was]) => {
    const is = now.get(key);
    if (is !== undefined && is.value === was.value) return [];
    return told(key, was, is).map((one) => fact(edit, one));
  });
}

function settingsIn(text: string, grammars: Grammars): ReadonlyMap<string, Setting> {
  const [root] = grammars.yaml(text).documents;
  const config = entriesOf(root ? get(root, 'config') : null);
  const own = entriesOf(root ?? null).filter(({ key }) =>
    /^(name|runtime|main|backend|encryptionsalt|secretsprovider|encryptedkey)$/.test(key),
  );
  return new Map([...own, ...config].flatMap(settingOf));
}

function settingOf({ key, line, value }: YamlEntry): readonly (readonly [string, Setting])[] {
  if (key === 'backend')
    return entriesOf(value).map((one) => [`backend.${one.key}`, { value: said(one.value), line: one.line }] as const);
  const inner = value.kind === 'map' ? (get(value, 'value') ?? get(value, 'default') ?? get(value, 'name')) : null;
  return [[key, { value: said(inner ?? value), line }]];
}

function said(node: YamlNode): string {
  const plain = plainOf(node);
  return typeof plain === 'string' ? plain : (JSON.stringify(plain) ?? '');
}

function told(key: string, was: Setting, is: Setting | undefined): readonly Told[] {
  const line = is?.line ?? 1;
  const change = `${key} ${is === undefined ? 'is removed' : `changes from ${showValue(key, was.value)} to ${showValue(key, is.value)}`}`;
  const row = ROWS.find(([pattern]) => pattern.test(key));
  if (row) {
    const [, kind, certainty, because, protection] = row;
    return [
      {
        kind,
        certainty,
        because: `${because}: ${change}`,
        line,
        ...(protection ? { protection } : {}),
        remedy: `keep ${key}`,
      },
    ];
  }
  return is === undefined ? [] : flagged(key, was.value, is.value, change, line);
}

type Row = readonly [RegExp, Told['kind'], Told['certainty'], because: string, protection: Told['protection'] | null];
const ROWS: readonly Row[] = [
  [
    /^(aws|aws-native|gcp|google-native|azure|azure-native|digitalocean|alicloud|oci):(region|location|project|zone|subscriptionId|tenantId|compartmentId)$/,
    'infra.replace',
    'likely',
    'the whole stack is made anew in another place',
    null,
  ],
  [
    /^kubernetes:(context|cluster|kubeconfig|namespace)$/,
    'infra.replace',
    'likely',
    'the whole stack is made anew in another place',
    null,
  ],
  [
    /^name$/,
    'infra.replace',
    'likely',
    'another project has stacks of its own, and everything is made anew in them',
    null,
  ],
  [
    /^backend\./,
    'infra.unprotect',
    'likely',
    'the state is looked for in another place, where nothing is known of what runs',
    'state',
  ],
  [
    /^(encryptionsalt|secretsprovider|encryptedkey)$/,
    'infra.unprotect',
    'likely',
    'the secrets of the stack can no longer be read',
    'encryption',
  ],
  [/^(runtime|main)$/, 'infra.unprotect', 'possible', 'another program decides what stays', 'other'],
];

type Flag = readonly [
  name: RegExp,
  from: RegExp,
  to: RegExp,
  Told['kind'],
  Told['certainty'],
  Told['protection'] | null,
];
const FLAGS: readonly Flag[] = [
  [/protect|retain/i, /^true$/, /^false$/, 'infra.unprotect', 'likely', 'deletion'],
  [/skip_?final|force_?destroy/i, /^false$/, /^true$/, 'infra.unprotect', 'likely', 'deletion'],
  [/backup|snapshot/i, /^true$/, /^false$/, 'infra.unprotect', 'likely', 'backup'],
  [
    /^(enabled?|create|deploy|provision|with|has|use)(?![a-z])|Enabled$/,
    /^true$/,
    /^false$/,
    'infra.destroy',
    'possible',
    null,
  ],
  [
    /replicas|desired|instances?$|(node|instance|task|pod)_?count|m(in|ax)_?size/i,
    /^[1-9]\d*$/,
    /^0$/,
    'infra.scale-zero',
    'likely',
    null,
  ],
];

/** What a setting of the program's own is for, as its name says. */
function flagged(key: string, from: string, to: string, because: string, line: number): readonly Told[] {
  const name = key.slice(key.indexOf(':') + 1);
  const isLess = /^\d+$/.test(from) && /^\d+$/.test(to) && Number(to) < Number(from);
  if (isLess && /retention|backup/i.test(name))
    return [{ kind: 'infra.unprotect', certainty: 'likely', because, line, protection: 'backup' }];
  const flag = FLAGS.find(([pattern, was, is]) => pattern.test(name) && was.test(from) && is.test(to));
  if (!flag) return [];
  const [, , , kind, certainty, protection] = flag;
  return [
    { kind, certainty, because, line, ...(protection === null || protection === undefined ? {} : { protection }) },
  ];
}

function fact(edit: Edit, { kind, because, certainty, remedy = '', protection, line }: Told): Observation {
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(baseName(edit.path))?.[1] ?? 'project';
  const whole =
    kind === 'infra.replace'
      ? { stateful: true, critical: true, reversible: false }
      : { stateful: 'unknown', critical: 'unknown', reversible: kind === 'infra.unprotect' };
  const environment = environmentOf(stack);
  return {
    kind,
    subject: `${edit.path}:${stack}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'pulumi',
      type: 'stack',
      name: stack,
      ...whole,
      environment: environment === 'unknown' ? environmentOfPath(edit.path) : environment,
      dependents: 'unknown',
      certainty,
      because,
      remedy,
      ...(protection === undefined ? {} : { protection }),
    },
  };
}
