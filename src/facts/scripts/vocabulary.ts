/**
 * Whether a text is worth reading as a shell would, which takes long: nothing destroys without one of these words, and most steps of
 * a pipeline build, test and print. Quotes inside of a word hide nothing.
 */
export function mayDestroy(script: string): boolean {
  // what keeps a copy equal to a build is what pipelines are for
  const text = script.replace(/\\\r?\n/g, ' ').replace(/["'\\`]/g, '');
  return WORDS.test(text.replace(/\br?sync[ \t][^\n;&|]*/g, ''));
}

const WORDS = new RegExp(
  [
    // short ones only as a whole word
    '(?:^|[^a-z])(?:rd|ri|rb|dd|undo|down|zap|kill|nuke|drain|zero|gc)(?![a-z])',
    // of a command's own words `rm` takes something away; as a program, a path that is not only in a build
    '[\\w-][ \\t]+rm\\b|[/=]rm\\b|rm\\$',
    '(?:^|[^a-z])rm\\b[^\\n;&|]*\\s(?:/(?!tmp/)|~|\\$|\\*|\\.(?:\\s|$|/\\*))',
    'del|destroy|drop|remov|eras|truncat|clear|clean|clr|purge|prune|reset|flush|empty|wipe|discard|trash|shred|scrub',
    'rmtree|rmsync|rmdir|rm_r|rimraf|unlink|mkfs|mke2fs|(?:^|[^-\\w])format|fdisk|parted|lvremove|vgremove',
    'forc|-f\\b|replac|recreate|overwrite|refresh|fresh|replant|taint|uninstall|terminat|teardown|decom|deprovision',
    'disable|unset|revoke|detach|unlock|abort|evict|forget|expire|retire',
    'state|rewrite|filter-|mirror|revert|rollback|downgrade|db:|db push|schema|deregister|unregister|update\\s+\\S+\\s+set\\b',
    'git\\b[^\\n]*\\bpush|/dev/(?!null|std|tcp|tty|fd)',
    // what is only made readable when it runs
    '-enc|base64|base32|xxd|openssl|\\beval\\b',
  ].join('|'),
  'i',
);
