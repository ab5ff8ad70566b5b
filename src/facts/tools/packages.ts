import { nearName } from '../dependencies/near.ts';
import { type Said, type Table, findDeed, saidBy, tableOf } from './deeds.ts';
import type { Effect, Family } from './family.ts';
import { isThrownAway } from './machine.ts';
import { type Installer, installers } from './packages/installers.ts';
import { type PackageDeed, packageDeeds } from './packages/rows.ts';
import { changesSystem } from './system/change.ts';

const deeds: Table<PackageDeed> = tableOf(packageDeeds);
const names: Table<Installer> = tableOf(installers);

/** What package managers do to the machine, and what they fetch under a name that is one slip away from another. */
export const packages: Family = {
  id: 'packages',
  tools: [...new Set([...deeds.keys(), ...names.keys()])],
  read: (run) => {
    if (isThrownAway(run)) return [];
    const said = saidBy(run, {
      takes: ['--prefix', '-C', '--cwd', '--dir', '--directory', '-c', '--channel'],
      clusters: false,
    });
    if (said === null) return [];
    const row = findDeed(deeds, said);
    return [...(row ? [changed(row, said)] : []), ...slips(said)];
  },
};

function changed(row: PackageDeed, { run, words }: Said): Effect {
  const { how = 'package', because, remedy = '', critical = false, reversible = true } = row;
  const subject = `${run.tool} ${words}`.trim().slice(0, 80);
  return changesSystem({ technology: 'packages', subject, how, because, remedy, critical, reversible });
}

/** `npm install expres`: the same question as in a manifest. */
function slips(said: Said): readonly Effect[] {
  const row = findDeed(names, said);
  if (!row) return [];
  const asked = said.options.words
    .slice(row.from)
    .map(nameOf)
    .filter((name) => /^@?[\w][\w./-]{0,100}$/.test(name));
  return asked.slice(0, 50).flatMap((name): readonly Effect[] => {
    const near = nearName(row.ecosystem, name);
    if (near === null) return [];
    const because = `${name} is not ${near}`;
    const remedy = `${said.run.tool} ${said.options.words.slice(0, row.from).join(' ')} ${near}`;
    const attributes = {
      ecosystem: row.ecosystem,
      name,
      source: 'registry',
      scripts: 'unknown',
      near,
      because,
      remedy,
    };
    return [{ kind: 'dependency.add', subject: name, attributes }];
  });
}

/** `@scope/name@1.2`, `name==1.2`, `name>=1`, `name[extra]`. */
function nameOf(word: string): string {
  return word.replace(/(?<=.)@[^/]*$/, '').replace(/[=<>!~[;].*$/, '');
}
