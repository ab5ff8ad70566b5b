import { expect, test } from 'vitest';
import { effectsOf, factsOfCommand } from './rows.ts';

const changed = (subject: string) => [`system.change ${subject}`];

test.each([
  ['shutdown -h now', changed('shutdown now')],
  ['shutdown -c', []],
  ['reboot', changed('reboot')],
  ['init 6', changed('init 6')],
  ['systemctl reboot', changed('systemctl reboot')],
  ['systemctl status nginx', []],
  ['systemctl list-units', []],
  ['systemctl stop nginx', changed('systemctl stop nginx')],
  ['systemctl restart nginx', changed('systemctl restart nginx')],
  ['systemctl start nginx', []],
  ['systemctl disable --now firewalld', changed('systemctl disable firewalld')],
  ['systemctl daemon-reload', []],
  ['service ssh stop', changed('service ssh stop')],
  ['service ssh status', []],
  ['launchctl list', []],
  ['launchctl bootout system/com.example.agent', changed('launchctl bootout system/com.example.agent')],
  ['passwd clerk', changed('passwd clerk')],
  ['passwd -S clerk', []],
  ['userdel -r clerk', changed('userdel clerk')],
  ['useradd clerk', changed('useradd clerk')],
  ['id clerk', []],
  ['crontab -l', []],
  ['crontab -r', changed('crontab')],
  ['crontab jobs.txt', changed('crontab jobs.txt')],
  ['iptables -L -n', []],
  ['iptables -F', changed('iptables')],
  ['ufw status', []],
  ['ufw disable', changed('ufw disable')],
  ['nft list ruleset', []],
  ['nft flush ruleset', changed('nft flush ruleset')],
  ['sysctl -a', []],
  ['sysctl -w vm.swappiness=10', changed('sysctl vm.swappiness=10')],
  ['modprobe -r nvme', changed('modprobe nvme')],
  ['lsmod', []],
  ['setenforce 0', changed('setenforce 0')],
  ['setenforce 1', []],
  ['hostname', []],
  ['hostnamectl status', []],
  ['journalctl -u nginx', []],
  ['journalctl --vacuum-time=1d', changed('journalctl')],
  ['csrutil status', []],
  ['csrutil disable', changed('csrutil disable')],
  ['defaults read com.example.app', []],
  ['nginx -t', []],
  ['date +%F', []],
  ['ip addr show', []],
  ['ip link set eth0 down', changed('ip link set eth0 down')],
  ['reg query HKLM', []],
  ['reg delete HKLM /f', changed('reg delete HKLM /f')],
  ['netsh advfirewall set allprofiles state off', changed('netsh advfirewall set allprofiles state off')],
  ['systemctl --help', []],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test.each([
  ['reboot', true, false],
  ['systemctl restart sshd', true, true],
  ['systemctl restart nginx', false, true],
  ['systemctl --user stop syncthing', false, true],
  ['crontab -r', true, false],
])('%s is of that weight', (command, critical, reversible) => {
  const [fact] = factsOfCommand(command).filter(({ kind }) => kind === 'system.change');
  expect(fact?.attributes).toMatchObject({ critical, reversible });
});
