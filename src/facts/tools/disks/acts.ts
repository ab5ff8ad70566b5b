export type Act = {
  readonly tools: readonly string[];
  /** Held against everything after the program. */
  readonly says: RegExp;
  readonly not?: RegExp;
  readonly does: 'overwrite' | 'delete';
  readonly how: 'contents' | 'format' | 'partition';
  readonly because: string;
  readonly remedy?: string;
  /** What it does can be taken back, but others stand on it meanwhile. */
  readonly mild?: boolean;
};

const MKFS =
  'mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.msdos mkfs.exfat mkfs.ntfs mkfs.f2fs mkfs.jfs mkfs.reiserfs mkfs.minix mkfs.bfs mkfs.cramfs mkfs.nilfs2 mkfs.udf mkfs.hfs mkfs.hfsplus mkfs.zfs mkfs.gfs2 mkfs.ocfs2 mkfs.erofs mke2fs mkdosfs mkntfs mkudffs mkexfatfs newfs newfs_apfs newfs_hfs newfs_msdos newfs_exfat'.split(
    ' ',
  );
const FORMAT = { does: 'overwrite', how: 'format' } as const;
const PARTITION = { does: 'overwrite', how: 'partition' } as const;
const WIPE = { does: 'overwrite', how: 'contents' } as const;
const DELETE = { does: 'delete', how: 'contents' } as const;

const made = 'it makes a new, empty file system where one may be';
const table = 'it changes what is where on a disk';
const gone = 'it takes away a volume with all that is on it';

/** What destroys is named; to list, show and check is not. */
export const acts: readonly Act[] = [
  { tools: MKFS, says: /./, ...FORMAT, because: made, remedy: 'lsblk -f' },
  { tools: ['mkswap'], says: /./, ...FORMAT, because: 'it makes swap of what may hold files', remedy: 'lsblk -f' },
  {
    tools: ['fdisk', 'gdisk', 'cfdisk', 'cgdisk'],
    says: /(?:^|\s)[^-\s]/,
    not: /(?:^|\s)(?:-l\w*|--list\w*|-x|-s|--show\w*)(?:\s|$)/,
    ...PARTITION,
    because: table,
    remedy: 'lsblk',
  },
  {
    tools: ['sfdisk'],
    says: /./,
    not: /(?:^|\s)(?:-l|-d|-J|-F|-g|-s|-V|--list\S*|--dump|--json|--show-\S*|--verify)(?:\s|$)/,
    ...PARTITION,
    because: table,
    remedy: 'lsblk',
  },
  {
    tools: ['sgdisk'],
    says: /(?:^|\s)(?:-[zZodngctGRre]\S*|--(?:zap|zap-all|clear|delete|new|randomize-guids|typecode|load-backup|mbrtogpt|sort|largest-new)\S*)/,
    ...PARTITION,
    because: table,
    remedy: 'lsblk',
  },
  {
    tools: ['parted'],
    says: /(?:^|\s)(?:mklabel|mktable|mkpart\w*|rm|resizepart|resize|rescue|name|set|toggle|disk_set)(?:\s|$)/,
    ...PARTITION,
    because: table,
    remedy: 'parted -l',
  },
  {
    tools: ['wipefs'],
    says: /(?:^|\s)(?:-\w*[af]\w*|--all|--force|-o\S*|--offset\S*)(?:\s|$)/,
    ...WIPE,
    because: 'it removes the marks by which a file system is found',
    remedy: 'lsblk -f',
  },
  { tools: ['blkdiscard', 'scrub', 'nwipe'], says: /./, ...WIPE, because: 'it empties a whole device' },
  { tools: ['badblocks'], says: /(?:^|\s)-\w*w/, ...WIPE, because: 'its test writes over the whole device' },
  {
    tools: ['hdparm'],
    says: /--(?:security-erase\S*|security-set-pass|trim-sector\S*|write-sector|make-bad-sector|yes-i-know|fwdownload|dco-restore|sanitize-\S*)/,
    not: /--sanitize-status/,
    ...WIPE,
    because: 'it erases a disk by its own firmware',
  },
  {
    tools: ['nvme'],
    says: /^(?:format|sanitize|delete-ns|write-zeroes|write|dsm|fw-download|fw-commit|fw-activate|reset)\b/,
    ...WIPE,
    because: 'it erases a disk by its own firmware',
    remedy: 'nvme list',
  },
  {
    tools: ['sg_format', 'sg_sanitize', 'sg_write_same', 'sg_unmap'],
    says: /./,
    ...WIPE,
    because: 'it erases a disk by its own firmware',
  },
  {
    tools: ['cryptsetup'],
    says: /(?:^|\s)(?:luksFormat|luksErase|erase|reencrypt|luksKillSlot|luksRemoveKey|luksHeaderRestore|format|create|luksConvertKey)(?:\s|$)/i,
    ...FORMAT,
    because: 'without its header and its keys an encrypted disk is lost',
    remedy: 'cryptsetup luksDump',
  },
  { tools: ['lvremove', 'vgremove', 'pvremove'], says: /./, ...DELETE, because: gone, remedy: 'lvs' },
  {
    tools: ['lvm'],
    says: /^(?:lvremove|vgremove|pvremove|lvreduce|vgreduce)\b/,
    ...DELETE,
    because: gone,
    remedy: 'lvm lvs',
  },
  {
    tools: ['lvreduce', 'vgreduce'],
    says: /./,
    ...PARTITION,
    because: 'a volume that shrinks loses what lies at its end',
    remedy: 'lvs',
  },
  {
    tools: ['lvresize'],
    says: /(?:^|\s)(?:-L|--size|-l|--extents)[\s=]?-/,
    ...PARTITION,
    because: 'a volume that shrinks loses what lies at its end',
    remedy: 'lvs',
  },
  {
    tools: ['pvcreate', 'vgcreate'],
    says: /./,
    ...FORMAT,
    because: 'it claims a device that may hold files',
    remedy: 'pvs',
  },
  {
    tools: ['mdadm'],
    says: /--(?:zero-superblock|create|remove|fail|stop|grow)|(?:^|\s)-(?:C|S|r|f)(?:\s|$)/,
    not: /--(?:detail|examine)/,
    ...PARTITION,
    because: 'it takes apart or makes anew what several disks hold together',
    remedy: 'mdadm --detail --scan',
  },
  {
    tools: ['zpool'],
    says: /^(?:destroy|labelclear|remove|detach|offline|create|split|replace|export\s+-f|import\s+.*-F)\b/,
    ...DELETE,
    because: 'it takes apart a pool with all that is on it',
    remedy: 'zpool status',
  },
  {
    tools: ['zfs'],
    says: /^(?:destroy|rollback)\b|^(?:receive|recv)\b.*\s-F/,
    ...DELETE,
    because: 'it takes away a file system, or all that was written since a snapshot',
    remedy: 'zfs list -t all',
  },
  {
    tools: ['btrfs'],
    says: /^(?:subvolume|subvol|su)\s+delete|^(?:device|dev)\s+(?:delete|remove)|^(?:rescue|check)\b.*(?:--repair|--init|zero-log)|^filesystem\s+resize\s+\S*-/,
    ...DELETE,
    because: gone,
    remedy: 'btrfs subvolume list .',
  },
  {
    tools: ['dmsetup'],
    says: /^(?:remove|remove_all|wipe_table|clear|load|reload|suspend)\b/,
    ...DELETE,
    mild: true,
    because: 'it takes a device away under what uses it',
    remedy: 'dmsetup ls',
  },
  {
    tools: [
      'tune2fs',
      'resize2fs',
      'xfs_repair',
      'e2label',
      'debugfs',
      'xfs_admin',
      'ntfsresize',
      'fatresize',
      'xfs_db',
    ],
    says: /(?:^|\s)(?:-\w*[OIjUfmcewxL]\w*|-M)(?:\s|$)|\d+[KMGTs]?$/,
    not: /^-l|(?:^|\s)-n(?:\s|$)/,
    ...PARTITION,
    mild: true,
    because: 'it changes a file system in place',
    remedy: 'lsblk -f',
  },
  {
    tools: ['fsck', 'e2fsck', 'fsck.ext4', 'fsck.xfs', 'fsck_apfs', 'fsck_hfs'],
    says: /(?:^|\s)-\w*[yfac]/,
    not: /(?:^|\s)-\w*n/,
    ...PARTITION,
    mild: true,
    because: 'it mends a file system by throwing away what it cannot place',
  },
  {
    tools: ['swapoff'],
    says: /(?:^|\s)(?:-a|--all|\/)/,
    ...DELETE,
    mild: true,
    because: 'it takes away the memory that processes rely on',
    remedy: 'swapon --show',
  },
  {
    tools: ['umount'],
    says: /(?:^|\s)(?:-\w*[alf]\w*|--all\S*|--lazy|--force|\/|\/(?:usr|home|var|boot|etc)\/?)(?:\s|$)/,
    ...DELETE,
    mild: true,
    because: 'it takes a file system away under what uses it',
    remedy: 'findmnt',
  },
  {
    tools: ['mount'],
    says: /remount|\bbind\b.*\s\/(?:etc|usr|bin|lib|sbin|boot|home)?\/?$|\s\/(?:etc|usr|bin|lib|sbin|boot|home)?\/?$/,
    ...PARTITION,
    mild: true,
    because: 'it puts another file system over one in use',
    remedy: 'findmnt',
  },
  {
    tools: ['losetup'],
    says: /(?:^|\s)(?:-D|--detach-all)(?:\s|$)/,
    ...DELETE,
    mild: true,
    because: 'it takes devices away under what uses them',
    remedy: 'losetup -a',
  },
  {
    tools: ['diskutil'],
    says: /^(?:erase\w*|reformat|partitionDisk|secureErase|zeroDisk|randomDisk|resizeVolume|mergePartitions|splitPartition|apfs\s+(?:delete\w*|erase\w*|resizeContainer)|ap\s+delete\w*|cs\s+delete\w*|coreStorage\s+delete\w*|appleRAID\s+delete|unmountDisk\s+force)/i,
    ...FORMAT,
    because: 'it erases a disk or a volume',
    remedy: 'diskutil list',
  },
  { tools: ['asr'], says: /restore|--erase/i, ...FORMAT, because: 'it writes an image over a volume' },
  { tools: ['hdiutil'], says: /^(?:erasekeys|burn)\b|-erase\b/, ...FORMAT, because: 'it erases a disk' },
  { tools: ['format', 'format.com'], says: /(?:^|\s)[A-Za-z]:/, ...FORMAT, because: made },
  {
    tools: [
      'format-volume',
      'clear-disk',
      'initialize-disk',
      'remove-partition',
      'remove-virtualdisk',
      'remove-storagepool',
      'reset-physicaldisk',
      'set-disk',
      'resize-partition',
    ],
    says: /./,
    ...FORMAT,
    because: 'it erases a disk or a volume',
    remedy: 'Get-Volume',
  },
  {
    tools: ['diskpart', 'bcdedit', 'bootsect', 'bootrec'],
    says: /\/s\b|\/set\b|\/delete\b|\/import\b|\/nt60|\/fixmbr|\/rebuildbcd/i,
    ...PARTITION,
    because: 'it runs a list of orders over disks, or changes what the machine starts',
  },
  { tools: ['cipher'], says: /\/w:/i, ...WIPE, because: 'it writes over all that was deleted' },
  {
    tools: ['vssadmin'],
    says: /^delete\b|^resize\b/i,
    ...DELETE,
    because: 'it deletes the copies from which files are brought back',
  },
  {
    tools: ['wmic'],
    says: /shadowcopy\b.*\bdelete|diskdrive\b.*\bdelete/i,
    ...DELETE,
    because: 'it deletes the copies from which files are brought back',
  },
  { tools: ['wbadmin'], says: /^delete\b/i, ...DELETE, because: 'it deletes backups' },
  { tools: ['tmutil'], says: /^(?:delete\w*|disable|thinlocalsnapshots)\b/i, ...DELETE, because: 'it deletes backups' },
  {
    tools: ['grub-install', 'grub2-install', 'efibootmgr', 'update-grub'],
    says: /(?:^|\s)(?:\/dev\/|-\w*[Bb]|--delete-bootnum)/,
    ...PARTITION,
    mild: true,
    because: 'it changes what the machine starts',
  },
];
