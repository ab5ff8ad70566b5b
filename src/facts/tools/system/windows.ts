import { CRITICAL, GRAVE, type SystemDeed } from './rows.ts';

/** What only Windows has, in its programs and in PowerShell. */
export const windows: readonly SystemDeed[] = [
  {
    tools: 'reg',
    words: /^(?:delete|restore|load|unload)\b/i,
    how: 'settings',
    because: 'settings of the system or of programs are deleted',
    remedy: 'reg export keeps a copy first; then ask for approval',
    ...GRAVE,
  },
  {
    tools: 'reg',
    words: /^(?:add|import|copy)\b/i,
    how: 'settings',
    because: 'settings of the system or of programs change',
    ...CRITICAL,
  },
  { tools: 'regedit', line: /\/s\b/i, how: 'settings', because: 'settings of the system change unasked', ...GRAVE },
  {
    tools:
      'remove-item remove-itemproperty clear-item clear-itemproperty set-item set-itemproperty new-item new-itemproperty rename-item rename-itemproperty',
    line: /\b(?:HKLM|HKCU|HKCR|HKU|Registry:)/i,
    how: 'settings',
    because: 'settings of the system or of programs change',
    ...GRAVE,
  },
  {
    tools: 'wmic',
    words:
      /\b(?:shadowcopy delete|process .*(?:terminate|delete)|os .*(?:reboot|shutdown)|product .*uninstall|useraccount)/i,
    how: 'settings',
    because: 'copies of the disks, processes or programs of the machine go',
    ...GRAVE,
  },
  {
    tools: 'sc',
    words: /^(?:\\\\\S+ )?(?:delete|stop|config|create|failure|sdset)\b/i,
    how: 'service',
    because: 'a service goes, stops or runs another program',
    ...GRAVE,
  },
  {
    tools: 'net net1',
    words: /^(?:stop|pause)\b/i,
    how: 'service',
    because: 'what it serves stops for everybody',
    ...CRITICAL,
  },
  {
    tools: 'net net1',
    words: /^(?:share|use)\s+\S+/i,
    how: 'network',
    because: 'a folder is shared, or one of another machine is reached',
    ...CRITICAL,
  },
  {
    tools: 'stop-service remove-service suspend-service set-service new-service',
    how: 'service',
    because: 'a service goes, stops or changes',
    ...CRITICAL,
  },
  { tools: 'restart-service', how: 'service', because: 'a service is started anew' },
  {
    tools: 'netsh',
    words: /(?:firewall|advfirewall)\b.*\b(?:off|reset|delete|disable|add|set)\b|\b(?:reset|delete|set interface)\b/i,
    how: 'network',
    because: 'the rules that keep strangers out change',
    ...GRAVE,
  },
  {
    tools:
      'set-netfirewallprofile set-netfirewallrule set-netfirewallsetting disable-netfirewallprofile disable-netfirewallrule disable-netfirewallsetting remove-netfirewallprofile remove-netfirewallrule remove-netfirewallsetting new-netfirewallprofile new-netfirewallrule new-netfirewallsetting enable-netfirewallprofile enable-netfirewallrule enable-netfirewallsetting',
    how: 'network',
    because: 'the rules that keep strangers out change',
    ...GRAVE,
  },
  {
    tools:
      'disable-netadapter remove-netadapter set-netadapter disable-netadapterbinding set-netipaddress remove-netipaddress new-netipaddress remove-netroute set-netroute new-netroute set-netipinterface',
    how: 'network',
    because: 'the machine may lose its connection',
    ...GRAVE,
  },
  { tools: 'set-mppreference', how: 'kernel', because: 'the guard against malware is off or changes', ...GRAVE },
  {
    tools: 'add-mppreference',
    line: /-exclusion/i,
    how: 'kernel',
    because: 'the guard against malware looks away',
    ...GRAVE,
  },
  {
    tools: 'set-executionpolicy',
    line: /bypass|unrestricted/i,
    not: /-scope\s+process/i,
    how: 'settings',
    because: 'any script may run from now on',
    remedy: 'powershell -ExecutionPolicy RemoteSigned -File runs one script',
    ...CRITICAL,
  },
  {
    tools:
      'disable-computerrestore disable-windowsoptionalfeature uninstall-windowsfeature remove-windowsfeature disable-bitlocker disable-bitlockerautounlock remove-bitlockerkeyprotector suspend-bitlocker disable-pnpdevice disable-uac disable-psremoting',
    how: 'kernel',
    because: 'a guard or a part of the system is off',
    ...GRAVE,
  },
  {
    tools: 'manage-bde',
    line: /-(?:off|forcerecovery|protectors|lock|wipe\w*)\b/i,
    how: 'kernel',
    because: 'the disk is no longer encrypted, or nobody can open it',
    ...GRAVE,
  },
  {
    tools: 'uninstall-package remove-appxpackage uninstall-module dism msiexec',
    line: /\/x\b|\/uninstall|remove-|\/disable-feature|^(?!\/)/i,
    how: 'package',
    because: 'a program or a part of the system goes',
    ...CRITICAL,
  },
  {
    tools: 'clear-eventlog remove-eventlog limit-eventlog',
    how: 'settings',
    because: 'logs that tell what happened are deleted',
    ...GRAVE,
  },
  {
    tools: 'fsutil',
    words: /^(?:usn deletejournal|dirty set|behavior set|resource)/i,
    how: 'kernel',
    because: 'how the disk keeps itself changes',
    ...GRAVE,
  },
  {
    tools: 'setx',
    line: /\bpath\b|\/m\b/i,
    how: 'settings',
    because: 'what every program finds first changes',
    ...CRITICAL,
  },
  {
    tools: 'powercfg',
    line: /[-/](?:delete|import|restoredefaultschemes|hibernate|h)\b/i,
    how: 'settings',
    because: 'when the machine sleeps changes',
  },
  {
    tools: 'auditpol',
    line: /\/(?:clear|remove|set|restore)\b/i,
    how: 'settings',
    because: 'what happens is no longer recorded',
    ...GRAVE,
  },
  {
    tools: 'icacls takeown cacls',
    line: /(?:^|\s)[a-z]:\\(?:windows|\s|$)|system32/i,
    how: 'settings',
    because: 'who may change the system changes',
    ...GRAVE,
  },
];
