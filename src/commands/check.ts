import { noteFailureModels } from '../gate/failure-models/note-changed.ts';
import { inletOf } from '../gate/inlet.ts';
import { judge } from '../gate/judge.ts';
import { openGate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
import { type Agreement, labelByPlan, readPlanFile } from '../gate/plan-labels.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'check',
  summary: 'Judge a change now: what is staged, a range, files, or a patch',
  takes: '[BASE..HEAD | PATH...]',
  examples: [
    ['guardrail check', 'what is staged, exactly as the commit would be judged'],
    ['guardrail check origin/main..HEAD', 'a range, as a push of it would be judged'],
    ['guardrail check infra/', 'files as they are now, before you stage them'],
    ['git diff | guardrail check --patch -', 'a patch on standard input'],
    ['guardrail check --plan infra/plan.json', 'what Terraform would do (terraform show -json), or a change set'],
  ],
  flags: [
    { name: 'patch', type: 'text', hint: 'FILE', says: 'judge a unified diff; - reads standard input' },
    {
      name: 'plan',
      type: 'text',
      hint: 'FILE',
      says: 'judge a plan; the range named, else what is staged, is held against it',
    },
    { name: 'format', type: 'text', hint: 'NAME', says: 'text, json, sarif or github' },
    { name: 'json', type: 'boolean', says: 'the whole verdict as JSON' },
    { name: 'verbose', short: 'v', type: 'boolean', says: 'say what was looked at even when all is well' },
  ],
  run: async (args, io) => {
    const inlet = await inletOf(args.words, args.text('patch'), io);
    const gate = await openGate(io);
    const plan = args.text('plan');
    if (plan === null) {
      const judged = await judge(gate, inlet, { record: true });
      const notes = [...judged.notes, ...(await noteFailureModels(gate, judged.change))];
      return await present({ ...judged, notes }, args, io);
    }
    const file = await readPlanFile(gate, plan, io.cwd);
    const judged = await judge(gate, { kind: 'plan', plan: file }, { record: true });
    const agreement = await labelByPlan(gate, judged, file, inlet);
    return await present({ ...judged, notes: [...judged.notes, ...tellAgreement(agreement)] }, args, io);
  },
};

function tellAgreement({ right, wrong, missed }: Agreement): readonly string[] {
  const names = (some: readonly string[]): string =>
    `${some.slice(0, 5).join(', ')}${some.length > 5 ? ' and more' : ''}`;
  return [
    ...(right > 0 ? [`the plan agrees with what was read from the code about ${right} of its resources`] : []),
    ...(wrong.length > 0
      ? [`the code looked as if these would go, and the plan leaves them alone: ${names(wrong)}`]
      : []),
    ...(missed.length > 0 ? [`only the plan shows that these would go: ${names(missed)}`] : []),
  ];
}
