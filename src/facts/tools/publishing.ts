import { type Said, type Table, findDeed, saidBy, tableOf } from './deeds.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { type Release, releases } from './publishing/rows.ts';

const table: Table<Release> = tableOf(releases);

/** What strangers would install from now on, or could not any more. */
export const publishing: Family = {
  id: 'publishing',
  tools: [...table.keys()],
  read: (run) => {
    const said = saidBy(run, { takes: TAKES, clusters: false });
    if (said === null || REHEARSAL.test(said.line)) return [];
    const row = findDeed(table, said);
    return row ? [effectOf(row, said)] : [];
  },
};

const TAKES =
  '--registry --tag --access --otp --repository --filter -w --workspace -p -u -k --username --password --token --api-key'.split(
    ' ',
  );

/** To a registry on this machine, or without sending anything. */
const REHEARSAL =
  /(?:^|\s)(?:--snapshot|--skip-publish|--skip=publish\S*|--no-publish|--list|--skip-push|-n|--index\s+testpypi)(?:\s|$)|--(?:registry|repository-url|publish-url)[= ]https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]|test\.pypi\.org)|(?:-r|--repository)[= ]testpypi/;

function effectOf(row: Release, { run, options, line }: Said): Effect {
  const { ecosystem, because, action = 'publish', reversible = false, remedy = REMEDIES[action] } = row;
  // only a pipeline that a person reviewed can get such a signature
  const signed =
    action === 'publish' && /--provenance(?!=false)|--trusted-publishing[= ]always|--attestations/.test(line);
  const certainty = signed ? 'possible' : 'certain';
  const subject = `${run.tool} ${options.words.slice(0, 3).join(' ')}`.trim().slice(0, 80);
  return effect(
    'release.publish',
    { technology: ecosystem, subject, because, remedy, certainty },
    { ecosystem, action, reversible },
  );
}

const REMEDIES = {
  publish: 'npm pack, cargo package or twine check show what would be released; let the pipeline release it',
  unpublish: 'publish a version that mends it, and ask a person about the old one',
  deprecate: 'ask the person who maintains it',
  owner: 'ask the person who maintains it',
  deploy: 'let the pipeline deploy it once it is reviewed',
} as const;
