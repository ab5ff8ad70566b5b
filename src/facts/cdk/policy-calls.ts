import { policyIn } from './worth.ts';

export type Called = {
  readonly name: string;
  readonly line: number;
  readonly because: string;
  readonly isOpen: boolean;
};

const CALL = /([\w.]{1,80})\.(?:applyRemovalPolicy|apply_removal_policy)\(([^()\n]{0,120})\)/g;

/** `table.applyRemovalPolicy(RemovalPolicy.DESTROY)`: said after the construct was made, it holds. */
export function looserCalls(before: string, after: string): readonly Called[] {
  const [then, now] = [callsIn(before), callsIn(after)];
  const gone = [...then].filter(([name, { policy }]) => policy === 'RETAIN' && !now.has(name) && after.includes(name));
  return [
    ...[...now].flatMap(([name, { policy, line }]) => {
      const was = then.get(name)?.policy;
      if (policy === was || policy === 'RETAIN' || (policy === 'SNAPSHOT' && was !== 'RETAIN') || was === 'DESTROY')
        return [];
      const because = `applyRemovalPolicy says ${policy === 'open' ? 'what the program decides' : policy} instead of ${was ?? 'nothing'}`;
      return [{ name, line, because, isOpen: policy === 'open' }];
    }),
    ...gone.map(([name]) => ({ name, line: 1, because: 'applyRemovalPolicy no longer says RETAIN', isOpen: false })),
  ];
}

type Call = { readonly policy: ReturnType<typeof policyIn>; readonly line: number };

function callsIn(text: string): ReadonlyMap<string, Call> {
  const calls = new Map<string, Call>();
  text.split('\n').forEach((row, index) => {
    for (const [, name = '', policy = ''] of row.slice(0, 400).matchAll(CALL))
      calls.set(name, { policy: policyIn(policy), line: index + 1 });
  });
  return calls;
}
