import type { Content } from '../../model/content.ts';
import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { resolvePath } from '../shell/place.ts';
import { isQuiet, wideningOf } from './aws/access.ts';
import { ACTS, LOOSER } from './aws/verbs.ts';
import type { Effect, Family } from './family.ts';
import { readOptions, type Options } from './options.ts';
import { deedOf, namedIn, onlyTells, rowOf, saidOf, shownName, textOf, toEffect } from './service/read.ts';
import { placeOf } from './service/place.ts';
import { bared, gone, held, light, widened, type Act, type Row, listed } from './service/service.ts';

/** The command line of AWS: `service verb-object`, a grammar for some 15,000 verbs. */
export const aws: Family = {
  id: 'aws',
  tools: ['aws', 'awslocal', 'aws2', 's3cmd', 's5cmd', 's4cmd'],
  read,
  names: (run) => {
    const { words, value } = optionsOf(run);
    const [service = '', verb = ''] = words;
    return {
      verb: `${service} ${verb}`.trim(),
      target: shownName(words[2] ?? namedIn(run)),
      context: value('--profile') ?? '',
    };
  },
};

const TAKES = listed(
  '--profile --region --output --query --endpoint-url --exclude --include --cli-input-json --ca-bundle ' +
    '--color --filter --filters --page-size --acl --cache-control --storage-class --expires-in',
);

/** Only a cloud in a container, which is thrown away with it. */
const LOCAL = /^awslocal$/;

function optionsOf(run: Invocation): Options {
  // every long option takes a value unless the next word is another option; those that stand before the verb are listed
  const args = run.args.filter(({ text }) => text !== '--no-cli-pager' && text !== '--debug');
  return readOptions(args, { takes: TAKES });
}

function read(run: Invocation, around: Surroundings): readonly Effect[] {
  const options = optionsOf(run);
  if (onlyTells(run, options, { takes: [] }) || options.has('--generate-cli-skeleton')) return [];
  const hints = [
    LOCAL.test(run.tool) ? 'localstack' : null,
    options.value('--endpoint-url'),
    options.value('--profile'),
  ];
  const place = placeOf(run, hints, ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_VAULT', 'AWS_ENDPOINT_URL']);
  return actsOf(run, options, around).map(({ deed, name }) => toEffect(deed, name, 'aws', place));
}

function actsOf(run: Invocation, options: Options, around: Surroundings): readonly Act[] {
  if (run.tool.startsWith('s')) return objects(run, options, options.words);
  const said = saidOf(options);
  const [service = '', verb = ''] = options.words;
  if (service === 's3') return [...objects(run, options, options.words.slice(1)), ...wider(said, run)];
  const wide = wider(said, run);
  if (wide.length > 0) return wide;
  const text = textOf(run);
  const looser = /^(modify|update|put|set|delete|create-option)/.test(verb)
    ? LOOSER.find(([flag]) => flag.test(`${verb} ${text}`))
    : undefined;
  if (looser) return [{ deed: looser[1], name: namedIn(run) }];
  if (said.startsWith('route53 change-resource-record-sets')) return records(run, text, around);
  const row = rowOf(ACTS, said, run, options);
  if (row !== null) return row[1] === null ? [] : [{ deed: row[1], name: namedIn(run) }];
  return general(service, verb, run);
}

function general(service: string, verb: string, run: Invocation): readonly Act[] {
  const found =
    /^(?:batch-|admin-|bulk-|force-)?(delete|terminate|destroy|purge|remove|drop|wipe|erase|release|retire|deprovision|revoke|expire|reset|close|forget)-(.{1,80})$/.exec(
      verb,
    );
  if (found === null) return [];
  const [, word = '', object = ''] = found;
  const own = deedOf(
    `${service === 's3api' || service === 'rds' || service === 'kms' || service === 'ec2' ? '' : service} ${object}`.trim(),
    word,
  );
  return [{ deed: { ...own, type: `${service} ${object}` }, name: namedIn(run) }];
}

function wider(said: string, run: Invocation): readonly Act[] {
  const deed = wideningOf(said, textOf(run));
  return deed === null || isQuiet(deed) ? [] : [{ deed, name: namedIn(run) }];
}

const EMPTIED = { because: 'are deleted, all of them below that' } as const;
const OBJECTS: readonly Row[] = [
  [/^rb\b/, held('bucket', { because: 'is deleted with every object in it' }), { any: ['--force'] }],
  [/^rb\b/, held('bucket')],
  [/^(rm|del|expire|delete|delbucket)\b/, held('objects', EMPTIED), { any: ['--recursive', '-r', '-R'] }],
  [/^(rm|del|expire|delete|delbucket) (?=s3:\/\/(\S*\*|[^/\s]+\/?($|\s)))/, held('objects', EMPTIED)],
  [/^(rm|del|expire|delete|delbucket)\b/, gone('object')],
  [
    /^sync \S+ (?=s3:)/,
    gone('objects', { because: 'are deleted where the source does not have them' }),
    { any: ['--delete', '--delete-removed'] },
  ],
  [/^mv (?=s3:)/, held('objects', { because: 'are moved away', certainty: 'possible' }), { any: ['--recursive'] }],
  [/^mv (?=s3:)/, light('object', { reversible: true })],
  [/^setacl\b/, widened('bucket', 'public', { because: 'anybody may read it' }), { any: ['--acl-public'] }],
  [
    /^(setpolicy|delpolicy|dellifecycle|setlifecycle|setversioning)\b/,
    bared('bucket', 'other', { certainty: 'likely' }),
  ],
];

/** `aws s3 rm`, and the clients of others that speak to the same stores. */
function objects(run: Invocation, options: Options, words: readonly string[]): readonly Act[] {
  const said = words.slice(0, 8).join(' ').slice(0, 1000);
  const row = rowOf(OBJECTS, said, run, options);
  if (row === null || row[1] === null) return [];
  const behind = said.slice(row[0].exec(said)?.[0].length ?? 0).trim();
  return [{ deed: row[1], name: behind.split(' ')[0] ?? '' }];
}

/** A change of names in a file, or written out. */
function records(run: Invocation, text: string, { file }: Surroundings): readonly Act[] {
  const name = namedIn(run);
  const named = /--change-batch[= ]'?"?file:\/\/([^\s'"]+)/.exec(text)?.[1];
  const path = named === undefined ? null : resolvePath(named, run.cwd);
  const content: Content | null = path === null ? null : file(path);
  const changes = named === undefined ? text : content?.kind === 'text' ? content.text.slice(0, 200_000) : null;
  if (changes === null)
    return [
      {
        deed: gone('record', {
          because: 'may be deleted: the file with the changes cannot be read',
          certainty: 'possible',
        }),
        name,
      },
    ];
  return /"?Action"?\s*[:=]\s*"?DELETE/.test(changes)
    ? [{ deed: gone('record', { because: 'is deleted, and the name leads nowhere', critical: true }), name }]
    : [];
}
