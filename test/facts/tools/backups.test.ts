import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['restic forget --keep-last 1 --prune', ['infra.destroy backup']],
  ['restic key remove 1', ['infra.destroy key/1']],
  ['borg delete repo::archive', ['infra.destroy backup/repo::archive']],
  ['borg break-lock repo', ['infra.unprotect repository/repo']],
  ['velero backup delete nightly', ['infra.destroy backup/nightly']],
  ['rclone sync src remote:bucket', ['infra.destroy files/remote:bucket']],
  ['rclone purge remote:bucket', ['infra.destroy files/remote:bucket']],
  ['kopia snapshot delete abc', ['infra.destroy backup/abc']],
  ['duplicity remove-older-than 1M b2://x', ['infra.destroy backup/1M']],
  ['mc rb --force store/shop', ['infra.destroy bucket/store/shop']],
  ['mc mirror --remove a store/b', ['infra.destroy files/store/b']],
  ['hdfs dfs -rm -r /data', ['infra.destroy files//data']],
  ['ceph osd pool delete data data --yes-i-really-really-mean-it', ['infra.destroy pool/data']],
  ['rclone sync src dst', []],
  ['rclone sync src remote:b --dry-run', []],
  ['restic forget --keep-last 1 -n', []],
  ['restic snapshots', []],
  ['borg create repo::a /home', []],
  ['mc ls store', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
