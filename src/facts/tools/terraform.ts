import { environmentOf, environmentOfPath } from '../environment.ts';
import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { pathInScene } from '../shell/place.ts';
import { ofResource, unprotects, type Resource } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { readOptions, type Options } from './options.ts';
import { listed } from './service/service.ts';

/** Terraform and those that speak like it. What a state holds cannot be told from its command, so it may hold data. */
export const terraform: Family = {
  id: 'terraform',
  tools: listed('terraform tofu opentofu terragrunt tflocal terramate terraspace atmos'),
  read,
  names: (run) => {
    const { verb, target, options } = said(run);
    return { verb, target, context: options.value('-chdir', '--working-dir', '--terragrunt-working-dir') ?? '' };
  },
};

const TAKES = listed(
  '-target --target -replace --replace -var --var -var-file --var-file -state -backend-config -out ' +
    '--terragrunt-working-dir --working-dir --queue-include-dir --terragrunt-include-dir --terragrunt-config ' +
    '-C',
);

type Said = {
  readonly verb: string;
  readonly target: string;
  readonly words: readonly string[];
  readonly options: Options;
};

/** `terragrunt run-all destroy`, `terragrunt run --all -- destroy`, `atmos terraform destroy vpc -s prod`. */
function said(run: Invocation): Said {
  const options = readOptions(run.args, { takes: TAKES, clusters: false });
  const words = options.words.filter(
    (word, at) => !(at < 3 && /^(run|run-all|stack|terraform|all|exec|script)$/.test(word)),
  );
  return { verb: words[0] ?? '', target: words[1] ?? '', words, options };
}

function read(run: Invocation, around: Surroundings): readonly Effect[] {
  const { verb, target, words, options } = said(run);
  if (options.isHelp || options.has('-help', '-version', '-h')) return [];
  const environment = environmentHere(run, options, around);
  const about = (why: Why): Effect => toEffect(why, environment, run.tool);
  return actsOf(run, { verb, target, words, options }).map(about);
}

function actsOf(run: Invocation, { verb, target, words, options }: Said): readonly Why[] {
  switch (verb) {
    case 'destroy':
    case 'destroy-all':
    case 'down':
      return [destroying(run.tool, options)];
    case 'apply':
    case 'apply-all':
    case 'deploy':
    case 'up':
      return applied(run, target, options);
    case 'taint':
      return [
        {
          kind: 'infra.replace',
          subject: target,
          because: `${target} is marked to be destroyed and created anew`,
        },
      ];
    case 'force-unlock':
      return [
        {
          kind: 'infra.unprotect',
          subject: 'state lock',
          protection: 'state',
          because: 'the lock is taken from whoever is writing the state',
        },
      ];
    case 'workspace':
      return target === 'delete' ? [workspace(words.at(-1) ?? '', options)] : [];
    case 'state':
      return stated(run.tool, words);
    default:
      return migrated(verb, options);
  }
}

type Why = Pick<Resource, 'subject' | 'because' | 'stateful' | 'remedy' | 'certainty'> & {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.move' | 'infra.unprotect';
  readonly protection?: string;
};

function toEffect({ kind, protection = 'state', ...why }: Why, environment: Place, tool: string): Effect {
  const resource: Resource = {
    technology: 'terraform',
    type: 'state',
    remedy: `Run ${tool} plan and let a person apply it`,
    ...why,
    ...(environment === 'local' ? { stateful: false, environment: 'dev' } : { environment }),
  };
  return kind === 'infra.unprotect' ? unprotects(protection, resource) : ofResource(kind, resource);
}

function destroying(tool: string, options: Options): Why {
  const targets = options.values('-target', '--target');
  const subject = targets.length > 0 ? targets.join(', ') : `${tool} destroy`;
  const because =
    targets.length > 0
      ? `${subject} and all that depends on it is destroyed`
      : 'everything in the state is destroyed, the data in it included';
  return { kind: 'infra.destroy', subject, because, stateful: worth(targets) };
}

/** An address says its type: `aws_security_group.web` holds nothing, `module.data` may. */
function worth(addresses: readonly string[]): true | false | 'unknown' {
  if (addresses.length === 0) return 'unknown';
  return addresses.every((one) => NO_DATA.test(one)) ? false : 'unknown';
}
const NO_DATA =
  /(^|\.)(null_resource|random_\w+|local_file|time_\w+|aws_(security_group\w*|iam_\w+|cloudwatch_\w+|lambda_\w+|route\w*|lb\w*|alb\w*))\.[\w-]+(\[[^\]]*\])?$/;

function applied(run: Invocation, target: string, options: Options): readonly Why[] {
  if (options.has('-destroy', '--destroy') && options.value('-destroy', '--destroy') !== 'false')
    return [destroying(run.tool, options)];
  const replaced = options.values('-replace', '--replace');
  if (replaced.length > 0) {
    const subject = replaced.join(', ');
    return [
      {
        kind: 'infra.replace',
        subject,
        because: `${subject} is destroyed and created anew`,
        stateful: worth(replaced),
      },
    ];
  }
  if (/destroy/i.test(target)) return [destroying(run.tool, options)];
  // `yes | terraform apply`: the question is answered before it is asked
  const answered = run.input.kind === 'output' || run.input.kind === 'text';
  const unasked =
    answered || options.has('-auto-approve', '--auto-approve', '--terragrunt-non-interactive', '--non-interactive');
  const planned = target !== '' && /\.|plan/i.test(target);
  const allowed = options.value('-auto-approve', '--auto-approve') !== 'false';
  if ((unasked && allowed) || planned) {
    const because = planned
      ? `what ${target} plans is done at once, whatever it deletes`
      : 'whatever the plan would delete or replace is deleted without anybody having read it';
    return [{ kind: 'infra.replace', subject: `${run.tool} apply`, because, stateful: false, certainty: 'likely' }];
  }
  const because = 'what the plan deletes or replaces goes once it is answered with yes';
  return [{ kind: 'infra.replace', subject: `${run.tool} apply`, because, stateful: false, certainty: 'possible' }];
}

function workspace(name: string, options: Options): Why {
  const forced = options.has('-force', '--force');
  const because = forced
    ? 'the state of the workspace is deleted, and what it made runs on with nobody to manage it'
    : 'the workspace and its state are deleted';
  return { kind: 'infra.destroy', subject: `workspace ${name}`, because };
}

const STATE: Readonly<Record<string, readonly [kind: Why['kind'], because: string]>> = {
  rm: ['infra.unprotect', 'forgets what it made; the next apply makes it again beside the old one'],
  push: ['infra.unprotect', 'overwrites the state that everybody shares'],
  mv: ['infra.unprotect', 'moves addresses in the shared state outside of any review'],
  'replace-provider': ['infra.unprotect', 'rewrites the shared state outside of any review'],
  rollback: ['infra.unprotect', 'rewrites the shared state outside of any review'],
};

function stated(tool: string, [, verb = '', address = '']: readonly string[]): readonly Why[] {
  const row = STATE[verb];
  if (row === undefined) return [];
  const subject = verb === 'push' || address === '' ? 'terraform state' : address;
  const remedy =
    verb === 'mv'
      ? 'Write a moved block, so that it is reviewed'
      : verb === 'rm'
        ? 'Write a removed block, so that it is reviewed'
        : '';
  return [{ kind: row[0], subject, because: `${tool} state ${verb} ${row[1]}`, remedy }];
}

function migrated(verb: string, options: Options): readonly Why[] {
  if (verb === 'init' && options.has('-force-copy'))
    return [
      { kind: 'infra.unprotect', subject: 'terraform state', because: 'the state is copied over another one unasked' },
    ];
  return verb === 'refresh' && options.has('-auto-approve')
    ? [
        {
          kind: 'infra.unprotect',
          subject: 'terraform state',
          certainty: 'possible',
          because: 'the state forgets what cannot be reached right now',
        },
      ]
    : [];
}

type Place = ReturnType<typeof environmentOf> | 'local';

function environmentHere(run: Invocation, options: Options, { scene }: Surroundings): Place {
  if (run.tool === 'tflocal') return 'local';
  const files = options.values('-var-file', '--var-file', '-backend-config', '-state');
  const variables = options
    .values('-var', '--var')
    .filter((one) => /^(env|environment|stage|workspace|account)\w*=/.test(one));
  const workspaceOf = run.assigned['TF_WORKSPACE'] ?? run.env['TF_WORKSPACE'] ?? '';
  const told = environmentOf(
    ...variables.map((one) => one.replace(/^\w+=/, '')),
    workspaceOf,
    options.value('-s', '--stack') ?? '',
  );
  if (told !== 'unknown') return told;
  const folders = [...files, ...options.values('-chdir', '--working-dir', '--terragrunt-working-dir', '-C')];
  const here = scene.root === null || run.cwd === null ? '' : pathInScene(run.cwd, scene);
  // above the repository a folder says who works here, not where it runs
  const found = [...folders, here.startsWith('/') ? '' : here]
    .map((path) => environmentOfPath(path))
    .find((one) => one !== 'unknown');
  return found ?? environmentOf(run.assigned['AWS_PROFILE'] ?? run.env['AWS_PROFILE'] ?? '');
}
