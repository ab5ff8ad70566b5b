import type { Family } from './family.ts';
import { familyOf, textOf } from './service/read.ts';
import {
  again,
  bared,
  gone,
  held,
  light,
  stopped,
  type Row,
  type Deed,
  type Service,
  listed,
} from './service/service.ts';

const COPY = { remedy: 'Keep the copies that the policy keeps, and let a person prune them' } as const;
const BACKUP: Deed = held('backup', { because: 'is deleted, and nothing brings back what only it held', ...COPY });
const MIRRORED: Deed = held('files', { because: 'are deleted at the destination where the source does not have them' });
const FORGET = '(forget|prune|delete|expire|purge|remove|rm|drop)';

/** Something far away; between two folders of this machine nothing is lost that those who know about files do not see. */
const THERE = String.raw`(?=[\w.@-]{2,}:|\S+:\/\/|:\w+[:,]|["']?\$)`;
const CLOUD_FILES: readonly Row[] = [
  [/^config (delete|disconnect|password)\b/, gone('remote')],
  [new RegExp(String.raw`^sync \S+ ${THERE}`), MIRRORED],
  [/^bisync\b/, MIRRORED, { any: ['--resync', '--force'] }],
  [new RegExp(`^(move|moveto) ${THERE}`), light('files', { because: 'are moved away' })],
  [/^backend (cleanup|cleanup-hidden)\b/, held('versions')],
  [/^dedupe\b/, held('files', { because: 'are deleted where they look alike' })],
  [/^(deletefile|rmdirs?)\b/, gone('file')],
  [/^(purge|delete|cleanup)\b/, held('files', { because: 'are deleted, all of them below that' })],
];

const backupTools: readonly Service[] = [
  {
    technology: 'rclone',
    tools: ['rclone'],
    takes: listed(
      '--config --exclude --include --filter --filter-from --transfers --checkers --bwlimit --backup-dir ' +
        '--max-age --min-age --log-file --log-level',
    ),
    rehearses: ['-n'],
    closed: true,
    rows: CLOUD_FILES,
  },
  {
    technology: 'backup',
    tools: ['restic', 'rustic', 'resticprofile', 'autorestic', 'backrest'],
    takes: listed(
      '-r --repo -p --password-file --host --tag --path --keep-last --keep-daily --keep-weekly --keep-monthly ' +
        '--keep-yearly --keep-within -o --key-hint',
    ),
    places: ['-r', '--repo'],
    variables: ['RESTIC_REPOSITORY'],
    rehearses: ['-n', '--dry-run'],
    closed: true,
    rows: [
      [/^(forget|prune)\b/, BACKUP],
      [/^key (remove|rm|passwd)\b/, gone('key', { because: 'opens the backups no more', critical: true })],
      [
        /^cache\b/,
        light('cache', { certainty: 'likely', critical: 'unknown', because: 'is cleaned up' }),
        { any: ['--cleanup'] },
      ],
      [
        /^unlock\b/,
        bared('repository', 'state', { because: 'is unlocked under whoever is writing it' }),
        { any: ['--remove-all'] },
      ],
      [/^unlock\b/, light('lock', { reversible: true })],
      [
        /^(repair|rewrite|rebuild-index|tag|migrate)\b/,
        again('repository', { because: 'is rewritten', certainty: 'likely' }),
        { any: ['--forget', '--prune'] },
      ],
      [/^repair (snapshots|packs)\b/, again('repository', { because: 'loses what cannot be repaired' })],
    ],
  },
  {
    technology: 'backup',
    tools: ['borg', 'borg2', 'borgmatic', 'borgbackup', 'attic'],
    takes: listed(
      '-r --repo -a --match-archives -P --prefix --keep-daily --keep-weekly --keep-monthly -C --compression -e ' +
        '--exclude --rsh',
    ),
    places: ['-r', '--repo'],
    variables: ['BORG_REPO'],
    rehearses: ['-n', '--dry-run'],
    closed: true,
    rows: [
      [/^(delete|rdelete|prune|repo-delete)\b/, BACKUP],
      [/^(compact|repo-compact)\b/, { ...BACKUP, because: 'loses for good what was marked as deleted' }],
      [
        /^(recreate|rename|config|key (change-passphrase|import|remove)|repo-space)\b/,
        again('archive', { because: 'is rewritten', certainty: 'likely' }),
      ],
      [/^break-lock\b/, bared('repository', 'state', { because: 'is unlocked under whoever is writing it' })],
      [
        /^check\b/,
        again('repository', { stateful: true, because: 'loses what cannot be repaired' }),
        { any: ['--repair'] },
      ],
    ],
  },
  {
    technology: 'velero',
    tools: ['velero', 'ark'],
    takes: ['-n', '--namespace', '--kubecontext', '--kubeconfig'],
    places: ['--kubecontext', '--kubeconfig'],
    variables: ['KUBECONFIG'],
    closed: true,
    rows: [
      [
        /^(delete (backup|restore|schedule)s?|(backup|restore|schedule|backup-location|snapshot-location|repo|debug) delete|delete)\b/,
        BACKUP,
      ],
      [/^uninstall\b/, gone('installation', { critical: true })],
      [
        /^(schedule pause|backup-location set .*)\b/,
        stopped('schedule', { because: 'makes no backups any more' }),
        { text: /schedule pause|--access-mode[= ]ReadOnly/ },
      ],
      [
        /^restore (create)?\b/,
        again('objects', { because: 'are overwritten by a copy' }),
        { text: /--existing-resource-policy[= ]update/ },
      ],
    ],
  },
  {
    technology: 'backup',
    tools: listed(
      'duplicity duply duplicati-cli kopia bup rdiff-backup rsnapshot tarsnap bacula bconsole barman ' +
        'barman-cloud-backup-delete pgbackrest wal-g walg wal-e pg_probackup zbackup timeshift snapper sanoid ' +
        'syncoid zrepl tmutil proxmox-backup-client kasten k10tools stash litestream wbadmin vssadmin ' +
        'veeamconfig arq attic-client mariabackup pbm medusa etcdbrctl backint',
    ),
    takes: listed('--stanza --repo --config -c --config-file -B -D --instance --cluster'),
    rehearses: ['-n'],
    closed: true,
    rows: [
      [/^(backup|catchup|list|show|check|verify|info|restore\b(?!.*--delta))\b/, null],
      [/^(remove-older-than|remove-all-but-n-full|remove-all-inc-of-but-n-full|cleanup|purge\S*)\b/, BACKUP],
      [
        new RegExp(
          `^(snapshot|snapshots|backups?|policy|content|blob|repository|archive|group|shadows?|stanza|catalog|systemstatebackup|backupset|wal|pitr|repo|localsnapshots?) ${FORGET}\\b`,
        ),
        BACKUP,
      ],
      [
        new RegExp(
          `^(${FORGET}|deletebackups?|stanza-delete|delete-backup|delete-pitr|garbage|deletelocalsnapshots|thinlocalsnapshots|delete-config|inherit|merge|wipe)\\b`,
        ),
        BACKUP,
      ],
      [
        /^(blob gc|maintenance run|garbage-collect|repository (change-password|disconnect))\b/,
        again('repository', { certainty: 'likely', because: 'is rewritten' }),
      ],
      [/^(disable|stop)\b/, stopped('backup', { because: 'are made no more' })],
    ],
    more: (run) => {
      const text = textOf(run);
      // programs that know no verbs
      const deletes =
        /(^|\s)(--remove-older-than|--delete-expired|--delete-wal|--force-remove|--delete-all|--delete|-d -f|-df|--prune-snapshots)(\s|=|$)/.test(
          text,
        ) || run.tool === 'barman-cloud-backup-delete';
      return deletes && !/--delete-excluded-dry/.test(text) ? [{ deed: BACKUP, name: run.tool }] : [];
    },
  },
  {
    technology: 'object-store',
    tools: listed(
      'mc mcli minio-client juicefs weed ceph rados rbd radosgw-admin gluster hdfs hadoop ozone lakectl ' +
        'garage b2 b2-linux wasabi storj uplink ipfs lctl aistore ais',
    ),
    takes: listed('--older-than --newer-than --config-dir -p --pool --image --uid --config -C --version-id'),
    closed: true,
    rows: [
      [/^alias (remove|rm)\b|^(dvc )?(gc|remove)\b(?=\s*$)/, null],
      [/^(rb|admin bucket (delete|remove))\b/, held('bucket')],
      [
        /^(rm|delete-file-version|delete_file_version|file delete|file hide|hide-file)\b/,
        held('objects'),
        {
          text: /(^|\s)(-r|-rf|-fr|--recursive|--versions|--incomplete|--non-current|--bypass|--force|--dangerous)(\s|$)/,
        },
      ],
      [
        /^(rm|delete-file-version|delete_file_version|file delete|hide-file|undo|del|pipe-rm)\b/,
        gone('object', { because: 'is deleted or set back' }),
      ],
      [/^mirror (\S+ (?=\S))?/, MIRRORED, { any: ['--remove', '--overwrite-remove', '--exact'] }],
      [/^sync\b/, MIRRORED, { any: ['--delete', '--keepDays', '--keep-days', '--keep_days', '--delete-dst'] }],
      [/^(mv|move)\b/, light('object', { reversible: true })],
      [
        /^(anonymous|policy) set (?!none|private)(public|download|upload|readwrite)\b/,
        { kind: 'access.widen', type: 'bucket', how: 'public', because: 'may be read by anybody' },
      ],
      [
        /^(anonymous|policy|share|access) set\S*\b/,
        { kind: 'access.widen', type: 'bucket', how: 'resource', certainty: 'possible', because: 'gets other rights' },
      ],
      [
        /^admin (user|policy|group|service|accesskey|idp \S+|tier|kms \S+|replicate|config|cluster \S+|decommission|prometheus) (\S+ )?(remove|rm|disable|unset|detach|remove-user|delete|stop|start|reset|freeze|restart|cancel|import)\b/,
        gone('user', { critical: true, because: 'is taken away or switched off' }),
      ],
      [
        /^admin (object|heal|scanner|rebalance)\b/,
        light('object', { because: 'is repaired' }),
        { any: ['--remove', '--dangerous'] },
      ],
      [
        /^(ilm|event|replicate|retention|legalhold|encrypt|version|quota|tag|cors|lifecycle|bucket|odirect|batch|idp|license|support|cors|encryption) (\S+ )?(remove|rm|clear|suspend|reset|delete|purge|disable|cancel|import|off|set-default)\b/,
        bared('bucket', 'versioning', { because: 'loses a rule that is kept on it' }),
      ],
      [
        /^(delete-bucket|delete_bucket|bucket delete|clear-account|delete-key|delete_key|key delete|cancel-all-unfinished-large-files)\b/,
        held('bucket'),
      ],
      [
        /^(destroy|format|osd (purge|destroy|rm|out|down|crush remove|lost)|osd pool (delete|rm)|fs (rm|fail|volume rm|subvolume rm)|mon (remove|rm)|pool (delete|rm)|auth (del|rm)|orch (rm|daemon rm|host rm|osd rm)|config-key (rm|del)|mds (fail|rm))\b/,
        held('pool'),
      ],
      [
        /^(rmpool|purge|cppool|rmsnap|rm -p|trash (rm|purge)|snap (rm|purge|rollback|unprotect)|mirror pool disable|remove|image rm|namespace remove|group remove|feature disable|migration abort)\b/,
        held('image'),
      ],
      [
        /^(user rm|bucket rm|key rm|zone delete|zonegroup delete|realm delete|gc process|object rm|subuser rm|user suspend|quota disable)\b/,
        held('bucket'),
      ],
      [
        /^volume (delete|remove-brick|stop|reset-brick|reset|clear-locks|quota|profile stop|heal|snapshot delete)\b/,
        held('volume'),
        { text: /delete|remove-brick|stop|reset|clear-locks/ },
      ],
      [/^(snapshot|peer) (delete|detach|restore|deactivate)\b/, held('snapshot')],
      [/^(repo|branch|tag|commit|auth \S+|gc|abuse) (delete|revert|reset|abort|prune)\b/, held('repository')],
      [/^(pin|key|repo) (rm|gc)\b/, light('pin')],
    ],
    more: (run, { words }) => {
      const text = textOf(run);
      if (!/^(hdfs|hadoop|ozone)$/.test(run.tool)) return [];
      if (/(^|\s)-(rm|rmr|expunge|deleteSnapshot|rmdir|disallowSnapshot|safemode enter)(\s|$)/.test(text))
        return [
          {
            deed: /(^|\s)(-r|-R|-rmr|-skipTrash|-expunge|-deleteSnapshot)(\s|$)/.test(text)
              ? held('files')
              : gone('file'),
            name: words.at(-1) ?? '',
          },
        ];
      if (/(^|\s)-format(\s|$)/.test(text))
        return [{ deed: held('filesystem', { because: 'is formatted' }), name: '' }];
      return /distcp.*-delete/.test(text) ? [{ deed: MIRRORED, name: words.at(-1) ?? '' }] : [];
    },
  },
];

export const backups: Family = familyOf('backups', backupTools);
