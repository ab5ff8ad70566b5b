import { cloudEffects } from './clouds.ts';
import { databaseEffects } from './databases.ts';
import type { Effect } from './effect.ts';
import { machineEffects } from './machines.ts';
import { openings } from './openings.ts';
import { serviceEffects } from './services.ts';
import { shellEffects } from './shell.ts';
import { isTruth, type Task } from './task.ts';

/** All that a task does to what runs, as far as it is certain that it does it. */
export function effectsOf(task: Task): readonly Effect[] {
  if (task.isDryRun || task.when.some((one) => isTruth(one) === false)) return [];
  const found = [
    ...databaseEffects(task),
    ...cloudEffects(task),
    ...machineEffects(task),
    ...serviceEffects(task),
    ...openings(task),
    ...shellEffects(commandOf(task)),
  ];
  return isAskedFor(task) ? found.map((one) => ({ ...one, certainty: 'possible' as const })) : found;
}

/** Somebody has to say so before it runs: `when: purge | bool`, `tags: [never]`, a file called after it. */
export function isAskedFor({ when, tags, path }: Task): boolean {
  return tags.includes('never') || when.some((one) => ASKED.test(one)) || SAYS_SO.test(path);
}

const ASKED =
  /destroy|purge|delet|remov|absent|uninstall|tear_?down|clean|reset|wipe|force|drop|recreate|decommission|confirm|rollback|restore|obsolete|legacy|deprecat|not\s+\w*(enabled|install)|_state\b|\bstate\s*==|(enabled?|installed?|managed?)\s*(\|\s*bool)?\s*(==|is)?\s*(not|false)/i;
const SAYS_SO =
  /(^|[/_-])(destroy|teardown|tear[_-]down|uninstall|cleanup|clean|reset|purge|decommission|deprovision|undeploy|rollback|delete|remove)([/_.-])/i;

export function commandOf(task: Task): string {
  if (!/^(shell|command|raw|script|win_shell|win_command|win_powershell|expect)$/.test(task.module)) return '';
  const given =
    task.args.get('cmd') ?? task.args.get('command') ?? task.args.get('_raw_params') ?? task.args.get('script');
  const argv = task.args.get('argv')?.replaceAll(',', ' ');
  return (given ?? argv ?? task.free).replaceAll(
    /\{\{\s*([\w.]{1,80})[^{}]{0,300}\}\}/g,
    (_all, name: string) => `\${${name.replaceAll('.', '_')}}`,
  );
}
