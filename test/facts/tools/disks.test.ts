import { expect, test } from 'vitest';
import { factsOfCommand } from './rows.ts';

function seen(command: string): readonly string[] {
  return factsOfCommand(command)
    .filter(({ kind }) => kind.startsWith('fs.'))
    .map(({ kind, subject, attributes }) => `${kind} ${String(attributes['zone'])} ${subject}`);
}

test.each([
  ['mkfs.ext4 /dev/sda1', 'fs.overwrite device /dev/sda1'],
  ['mkfs -t xfs -L data /dev/sdb1', 'fs.overwrite device /dev/sdb1'],
  ['mkfs.vfat -n BOOT /dev/sdb1', 'fs.overwrite device /dev/sdb1'],
  ['mkfs.ext4 disk.img', 'fs.overwrite inside disk.img'],
  ['fdisk /dev/sda', 'fs.overwrite device /dev/sda'],
  ['parted -s /dev/sda mklabel gpt', 'fs.overwrite device /dev/sda'],
  ['sgdisk --zap-all /dev/sda', 'fs.overwrite device /dev/sda'],
  ['wipefs -a /dev/sda', 'fs.overwrite device /dev/sda'],
  ['blkdiscard /dev/nvme0n1', 'fs.overwrite device /dev/nvme0n1'],
  ['cryptsetup luksFormat /dev/sda2', 'fs.overwrite device /dev/sda2'],
  ['lvremove -f vg/data', 'fs.delete device vg/data'],
  ['mdadm --zero-superblock /dev/sdb', 'fs.overwrite device /dev/sdb'],
  ['zpool destroy tank', 'fs.delete device tank'],
  ['zfs rollback tank/a@b', 'fs.delete device tank/a@b'],
  ['btrfs subvolume delete /mnt/a', 'fs.delete device /mnt/a'],
  ['diskutil eraseDisk APFS x disk2', 'fs.overwrite device disk2'],
  ['vssadmin delete shadows /all', 'fs.delete device /all'],
  ['umount -a', 'fs.delete system umount'],
  ['swapoff -a', 'fs.delete system swapoff'],
])('%s', (command, effect) => {
  expect(seen(command)).toEqual([effect]);
});

test.each([
  'lsblk',
  'fdisk -l',
  'parted /dev/sda print',
  'sfdisk -d /dev/sda',
  'wipefs /dev/sda',
  'mkfs.ext4 -n /dev/sda1',
  'mkfs.ext4 --help',
  'zfs list',
  'zfs destroy -nv tank/a',
  'zpool status',
  'cryptsetup luksDump /dev/sda2',
  'diskutil list',
  'umount /mnt/usb',
  'mount /dev/sdb1 /mnt',
  'hdparm -I /dev/sda',
])('%s changes nothing', (command) => {
  expect(seen(command)).toEqual([]);
});
