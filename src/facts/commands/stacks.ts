import type { Arguments } from './arguments.ts';
import type { Destruction } from './destruction.ts';

/** Tools that hold a state of what they made: what they destroy is everything in it. */
export function stateDestruction(args: Arguments): Destruction | null {
  return STACKS.find(([tool]) => tool.test(args.tool))?.[1](args) ?? null;
}

const STACKS: readonly (readonly [tool: RegExp, read: (args: Arguments) => Destruction | null])[] = [
  [/^(terraform|tofu|terragrunt)$/, terraform],
  [/^pulumi$/, pulumi],
  [/^(cdk|sst|cdktf)$/, (args) => stack(args, /^(destroy|remove)$/, 'cloudformation')],
  [/^(serverless|sls|copilot|amplify|eb|sam)$/, (args) => stack(args, /^(remove|delete|terminate)$/, 'cloudformation')],
  [/^azd$/, (args) => stack(args, /^down$/, 'azure')],
];

function terraform(args: Arguments): Destruction | null {
  // `terragrunt run-all destroy`, `terragrunt run --all destroy`
  const [verb = '', sub = ''] = args.plain.filter((word) => !/^(run|run-all|stack|plan-all|--)$/.test(word));
  const { tool } = args;
  if (/^destroy(-all)?$/.test(verb)) return destroyed(`${tool} destroy`, args.value('-target', '--target'));
  if (/^apply(-all)?$/.test(verb)) return terraformApply(args);
  if (verb === 'taint') return ofState(sub, `${sub} is marked to be destroyed and created anew`);
  if (verb === 'workspace' && sub === 'delete')
    return ofState(`workspace ${args.plain.at(-1) ?? ''}`, 'the state of the workspace is deleted');
  if (verb === 'force-unlock') return ofState('state lock', 'the lock is taken from whoever is writing the state');
  return verb === 'state' ? terraformState(args, sub) : null;
}

function terraformApply(args: Arguments): Destruction | null {
  const destroying = args.has('-destroy', '--destroy') && !args.has('-destroy=false', '--destroy=false');
  if (destroying) return destroyed(`${args.tool} apply -destroy`, '');
  const replaced = args.value('-replace', '--replace');
  return replaced === '' ? null : ofState(replaced, `${replaced} is destroyed and created anew`);
}

function destroyed(command: string, target: string): Destruction {
  if (target === '') return ofState(command, `${command} deletes everything in its state`);
  return ofState(target, `${command} deletes what it targets and all that depends on it`);
}

function ofState(subject: string, because: string): Destruction {
  return { technology: 'terraform', stateful: 'unknown', subject, because };
}

const STATE: Readonly<Record<string, string>> = {
  rm: 'forgets what it made; the next apply makes it again beside the old one',
  push: 'overwrites the state that everybody shares',
  mv: 'moves addresses in the shared state outside of any review',
  'replace-provider': 'rewrites the shared state outside of any review',
};

function terraformState({ tool, plain }: Arguments, verb: string): Destruction | null {
  const because = STATE[verb];
  if (because === undefined) return null;
  const about = verb === 'push' ? undefined : plain.slice(plain.indexOf(verb) + 1)[0];
  return ofState(about ?? 'terraform state', `${tool} state ${verb} ${because}`);
}

function pulumi(args: Arguments): Destruction | null {
  const [verb = '', sub = ''] = args.plain;
  const told = { technology: 'pulumi', stateful: 'unknown' } as const;
  if (args.has('--preview-only')) return null;
  if (verb === 'destroy' || verb === 'down')
    return { ...told, subject: `pulumi ${verb}`, because: `pulumi ${verb} deletes everything in the stack` };
  if (verb === 'stack' && sub === 'rm')
    return {
      ...told,
      subject: `stack ${args.plain[2] ?? ''}`.trim(),
      because: 'the stack and its history are removed',
    };
  if (verb === 'state' && /^(delete|unprotect|edit)$/.test(sub))
    return {
      ...told,
      subject: args.plain[2] ?? 'state',
      because: `pulumi state ${sub} changes the shared state outside of any review`,
    };
  if (verb === 'up' && args.has('--replace', '--target-replace')) {
    const subject = args.value('--replace', '--target-replace');
    return { ...told, subject, because: `${subject} is destroyed and created anew` };
  }
  return null;
}

function stack(args: Arguments, verbs: RegExp, technology: string): Destruction | null {
  const at = args.plain.findIndex((word) => verbs.test(word));
  if (at === -1 || at > 2) return null;
  const verb = args.plain.slice(0, at + 1).join(' ');
  const subject = args.plain[at + 1] ?? `${args.tool} ${verb}`;
  return {
    technology,
    stateful: 'unknown',
    subject,
    because: `${args.tool} ${verb} deletes the stack with everything in it`,
  };
}
