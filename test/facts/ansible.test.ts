import { expect, test } from 'vitest';
import { ansible } from '../../src/facts/analyzers/ansible.ts';
import { factsBetween } from './text-changes.ts';

type Tree = Readonly<Record<string, string>>;
type Row = readonly [name: string, before: string | null, after: string, facts: readonly string[]];

/** `data.drop postgresql_db app certain`: what is done to what, without the path. */
function seen(before: Tree, after: Tree): readonly string[] {
  return factsBetween(before, after, [ansible]).map(({ kind, subject, attributes }) =>
    kind === 'unreadable'
      ? `unreadable ${subject}`
      : `${kind} ${subject.replace(/^[\w./-]+: /, '')} ${attributes['certainty']}`,
  );
}

const PATH = 'roles/shop/tasks/main.yml';
const task = (module: string, args: string, more = ''): string => `- name: a task\n  ${module}: {${args}}\n${more}`;
const play = (more = '', hosts = 'web', tasks = '    - ansible.builtin.debug: {msg: hi}\n'): string =>
  `- name: ship\n  hosts: ${hosts}\n${more}  tasks:\n${tasks}`;

const taskRows: readonly Row[] = [
  // databases
  [
    'a database goes',
    task('community.postgresql.postgresql_db', 'name: app, state: present'),
    task('community.postgresql.postgresql_db', 'name: app, state: absent'),
    ['data.drop postgresql_db app certain'],
  ],
  [
    'a database goes, in short form',
    task('debug', 'msg: a'),
    '- mysql_db: name=app state=absent\n',
    ['data.drop mysql_db app certain'],
  ],
  [
    'a database goes in a new task',
    '- debug: {}\n',
    '- debug: {}\n- community.mysql.mysql_db:\n    name: app\n    state: absent\n',
    ['data.drop mysql_db app certain'],
  ],
  [
    'in a block',
    '- debug: {}\n',
    '- block:\n    - mongodb_db: {name: app, state: absent}\n',
    ['data.drop mongodb_db app certain'],
  ],
  [
    'a schema goes',
    null,
    task('postgresql_schema', 'name: app, state: absent'),
    ['data.drop postgresql_schema app certain'],
  ],
  [
    'a table is emptied',
    task('postgresql_table', 'table: a'),
    task('postgresql_table', 'table: a, truncate: true'),
    ['data.truncate postgresql_table a certain'],
  ],
  [
    'in a loop',
    null,
    '- mysql_db: {name: "{{ item }}", state: absent}\n  loop: [a, b]\n',
    ['data.drop mysql_db a certain', 'data.drop mysql_db b certain'],
  ],
  [
    'in a loop of maps',
    '- mysql_db: {name: "{{ item.name }}", state: "{{ item.state }}"}\n  with_items:\n    - {name: a, state: present}\n',
    '- mysql_db: {name: "{{ item.name }}", state: "{{ item.state }}"}\n  with_items:\n    - {name: a, state: absent}\n',
    ['data.drop mysql_db a certain'],
  ],
  [
    'a name nobody knows',
    null,
    task('mysql_db', 'name: "{{ db }}", state: absent'),
    ['data.drop mysql_db {{ db }} likely'],
  ],
  [
    'when somebody asks for it',
    null,
    task('mysql_db', 'name: a, state: absent', '  when: purge_data | bool\n'),
    ['data.drop mysql_db a possible'],
  ],
  [
    'by a tag nobody gives',
    null,
    task('mysql_db', 'name: a, state: absent', '  tags: [never]\n'),
    ['data.drop mysql_db a possible'],
  ],
  [
    'a user of the database',
    null,
    task('postgresql_user', 'name: ana, state: absent'),
    ['data.drop postgresql_user ana possible'],
  ],
  ['an index', null, task('postgresql_idx', 'idxname: a, state: absent'), ['data.drop postgresql_idx a certain']],
  [
    'a statement',
    '- debug: {}\n',
    task('community.postgresql.postgresql_query', 'query: "DROP TABLE orders"'),
    ['data.drop orders certain'],
  ],
  [
    'a redis is emptied',
    null,
    task('community.general.redis', 'command: flush, flush_mode: all'),
    ['data.truncate redis redis certain'],
  ],
  ['a topic goes', null, task('kafka_topic', 'name: orders, state: absent'), ['data.drop kafka_topic orders certain']],
  // clouds
  [
    'an instance of a database',
    task('amazon.aws.rds_instance', 'id: db, state: present'),
    task('amazon.aws.rds_instance', 'id: db, state: absent'),
    ['infra.destroy rds_instance db certain'],
  ],
  [
    'a bucket',
    null,
    task('s3_bucket', 'name: photos, state: absent, force: true'),
    ['infra.destroy s3_bucket photos certain'],
  ],
  [
    'a machine',
    task('amazon.aws.ec2_instance', 'name: w, state: running'),
    task('amazon.aws.ec2_instance', 'name: w, state: terminated'),
    ['infra.destroy ec2_instance w certain'],
  ],
  [
    'a group of resources',
    null,
    task('azure.azcollection.azure_rm_resourcegroup', 'name: rg, state: absent'),
    ['infra.destroy azure_rm_resourcegroup rg certain'],
  ],
  ['a network', null, task('ec2_vpc_net', 'name: main, state: absent'), ['infra.destroy ec2_vpc_net main likely']],
  [
    'a namespace',
    null,
    task('kubernetes.core.k8s', 'kind: Namespace, name: shop, state: absent'),
    ['infra.destroy k8s Namespace shop certain'],
  ],
  [
    'a namespace by its definition',
    null,
    '- kubernetes.core.k8s:\n    state: absent\n    definition:\n      kind: PersistentVolumeClaim\n      metadata: {name: data}\n',
    ['infra.destroy k8s PersistentVolumeClaim data certain'],
  ],
  [
    'a volume',
    null,
    task('community.docker.docker_volume', 'name: pg, state: absent'),
    ['infra.destroy docker_volume pg certain'],
  ],
  [
    'terraform',
    task('terraform', 'project_path: infra, state: present'),
    task('terraform', 'project_path: infra, state: absent'),
    ['infra.destroy terraform infra certain'],
  ],
  [
    'a container with its volumes',
    null,
    task('docker_compose_v2', 'project_src: shop, state: absent, remove_volumes: true'),
    ['infra.destroy docker_compose_v2 shop certain'],
  ],
  [
    'a container that ran',
    task('docker_container', 'name: api, state: started'),
    task('docker_container', 'name: api, state: absent'),
    ['infra.scale-zero docker_container api likely'],
  ],
  // machines
  [
    'the folder of a database',
    null,
    task('file', 'path: /var/lib/postgresql/15, state: absent'),
    ['infra.destroy file /var/lib/postgresql/15 certain'],
  ],
  [
    'a folder of data',
    null,
    task('ansible.builtin.file', 'path: /srv/photos, state: absent'),
    ['infra.destroy file /srv/photos likely'],
  ],
  [
    'a folder nobody knows',
    null,
    task('file', 'path: "{{ pg_data_dir }}", state: absent'),
    ['infra.destroy file {{ pg_data_dir }} likely'],
  ],
  [
    'a logical volume',
    null,
    task('community.general.lvol', 'vg: a, lv: data, state: absent, force: true'),
    ['infra.destroy lvol data certain'],
  ],
  [
    'a new file system',
    task('filesystem', 'fstype: ext4, dev: /dev/sdb'),
    task('filesystem', 'fstype: ext4, dev: /dev/sdb, force: true'),
    ['infra.destroy filesystem /dev/sdb likely'],
  ],
  [
    'a mount',
    task('mount', 'path: /data, state: mounted'),
    task('mount', 'path: /data, state: absent'),
    ['infra.destroy mount /data likely'],
  ],
  [
    'a server of data',
    task('apt', 'name: postgresql, state: present'),
    task('apt', 'name: postgresql, state: absent, purge: true'),
    ['infra.destroy package postgresql likely'],
  ],
  [
    'a backup',
    null,
    task('cron', 'name: nightly backup, state: absent'),
    ['infra.unprotect cron nightly backup likely'],
  ],
  ['a user', null, task('user', 'name: ana, state: absent'), ['infra.destroy user ana possible']],
  ['a command', '- debug: {}\n', '- name: x\n  shell: dropdb shop\n', ['infra.destroy dropdb shop likely']],
  [
    'a command of a module with arguments',
    '- debug: {}\n',
    '- ansible.builtin.command:\n    cmd: terraform destroy -auto-approve\n',
    ['infra.destroy terraform destroy -auto-approve likely'],
  ],
  [
    'a command on a variable',
    '- debug: {}\n',
    '- shell: rm -rf {{ data }}/*\n',
    ['infra.destroy rm -rf ${data}/* likely'],
  ],
  [
    'a command somebody asks for',
    '- debug: {}\n',
    '- command: dropdb shop\n  when: drop_db\n',
    ['infra.destroy dropdb shop possible'],
  ],
  [
    'a folder of data by a shell',
    '- debug: {}\n',
    '- shell: rm -rf /var/lib/shop/pictures\n',
    ['infra.destroy shell /var/lib/shop/pictures likely'],
  ],
  [
    'the firewall by a shell',
    '- debug: {}\n',
    '- command: ufw --force disable\n',
    ['infra.unprotect shell ufw likely'],
  ],
  [
    'all rules by a shell',
    '- debug: {}\n',
    '- shell: iptables -F && iptables -P INPUT ACCEPT\n',
    ['infra.unprotect shell iptables likely', 'infra.unprotect shell iptables likely'],
  ],
  ['a scratch folder by a shell', '- debug: {}\n', '- shell: rm -rf /opt/shop/build /var/lib/shop/cache\n', []],
  ['a file by a shell', '- debug: {}\n', '- shell: rm -f /var/lib/shop/pictures\n', []],
  ['a rule by a shell', '- debug: {}\n', '- command: iptables -F-x\n', []],
  // services
  [
    'a server stops',
    task('service', 'name: nginx, state: started'),
    task('service', 'name: nginx, state: stopped, enabled: false'),
    ['infra.scale-zero service nginx likely'],
  ],
  [
    'the firewall stops',
    task('systemd', 'name: firewalld, enabled: true'),
    task('systemd', 'name: firewalld, state: stopped, enabled: false'),
    ['infra.unprotect service firewalld likely'],
  ],
  [
    'SELinux',
    task('selinux', 'state: enforcing'),
    task('selinux', 'state: permissive'),
    ['infra.unprotect selinux selinux likely'],
  ],
  // openings
  [
    'the firewall is off',
    task('ufw', 'state: enabled'),
    task('ufw', 'state: disabled'),
    ['infra.unprotect ufw ufw likely'],
  ],
  [
    'everything comes in',
    task('ufw', 'default: deny, direction: incoming'),
    task('ufw', 'default: allow, direction: incoming'),
    ['network.expose ufw ufw likely'],
  ],
  ['a database for everybody', null, task('ufw', 'rule: allow, port: 5432'), ['network.expose ufw 5432 likely']],
  [
    'firewalld',
    null,
    task('firewalld', 'port: 3306/tcp, state: enabled, permanent: true'),
    ['network.expose firewalld 3306/tcp likely'],
  ],
  [
    'iptables',
    task('iptables', 'chain: INPUT, policy: DROP'),
    task('iptables', 'chain: INPUT, policy: ACCEPT'),
    ['network.expose iptables INPUT likely'],
  ],
  [
    'a security group',
    null,
    '- amazon.aws.ec2_security_group:\n    name: db\n    rules:\n      - {proto: tcp, ports: [5432], cidr_ip: 0.0.0.0/0}\n',
    ['network.expose ec2_security_group 5432 likely'],
  ],
  [
    'root logs in',
    task('lineinfile', 'path: /etc/ssh/sshd_config, line: PermitRootLogin no'),
    task('lineinfile', 'path: /etc/ssh/sshd_config, line: PermitRootLogin yes'),
    ['access.widen sshd PermitRootLogin likely'],
  ],
  [
    'passwords',
    null,
    task('lineinfile', 'path: /etc/ssh/sshd_config, line: "PasswordAuthentication yes"'),
    ['access.widen sshd PasswordAuthentication likely'],
  ],
  [
    'sudo without a password',
    null,
    task('copy', 'dest: /etc/sudoers.d/ci, content: "ci ALL=(ALL) NOPASSWD: ALL"'),
    ['access.widen sudoers ci likely'],
  ],
  [
    'a database trusts',
    null,
    task('postgresql_pg_hba', 'dest: a, contype: host, databases: all, source: 10.0.0.0/8, method: trust'),
    ['access.widen pg_hba all likely'],
  ],
  [
    'a key',
    null,
    task('authorized_key', 'user: deploy, key: "ssh-ed25519 AAAA"'),
    ['access.widen authorized_key deploy ssh-ed25519 AAAA possible'],
  ],
  [
    'certificates are not looked at',
    task('get_url', 'url: https://a.example/x, dest: /tmp/x'),
    task('get_url', 'url: https://a.example/x, dest: /tmp/x, validate_certs: false'),
    ['infra.unprotect get_url validate_certs https://a.example/x likely'],
  ],
  // care
  [
    'an assert is only a note',
    task('assert', 'that: a'),
    task('assert', 'that: a', '  ignore_errors: true\n'),
    ['infra.unprotect assert a task likely'],
  ],
  [
    'what destroys asks no more',
    task('mysql_db', 'name: a, state: absent', '  when: purge | bool\n'),
    task('mysql_db', 'name: a, state: absent'),
    ['infra.unprotect when a task likely'],
  ],
  [
    'what destroys is done everywhere',
    task('command', 'cmd: dropdb a', '  run_once: true\n'),
    task('command', 'cmd: dropdb a'),
    ['infra.unprotect run_once a task likely'],
  ],
  [
    'what only looked destroys',
    task('mysql_db', 'name: a, state: absent', '  check_mode: true\n'),
    task('mysql_db', 'name: a, state: absent'),
    ['data.drop mysql_db a certain', 'infra.unprotect check_mode a task likely'],
  ],
  [
    'secrets are printed',
    task('debug', 'msg: a', '  no_log: true\n'),
    task('debug', 'msg: a'),
    ['infra.unprotect no_log a task possible'],
  ],
  [
    'broken',
    task('mysql_db', 'name: a, state: present'),
    '- name: a task\n  mysql_db: {name: a, state: absent\n- x: [\n',
    ['data.drop mysql_db a certain', `unreadable ${PATH}`],
  ],
  // harmless
  ['a database comes', null, task('mysql_db', 'name: a, state: present'), []],
  [
    'another name of the module',
    task('postgresql_db', 'name: a, state: absent'),
    task('community.postgresql.postgresql_db', 'name: a, state: absent'),
    [],
  ],
  ['the state is left out', task('mysql_db', 'name: a, state: present'), task('mysql_db', 'name: a'), []],
  [
    'a comment and quotes',
    task('mysql_db', 'name: a, state: absent'),
    `# old\n${task('mysql_db', 'name: \'a\', state: "absent"')}`,
    [],
  ],
  [
    'tasks change places',
    `${task('mysql_db', 'name: a, state: absent')}- debug: {}\n`,
    `- debug: {}\n${task('mysql_db', 'name: a, state: absent')}`,
    [],
  ],
  ['never runs', null, task('mysql_db', 'name: a, state: absent', '  when: false\n'), []],
  ['only looks', null, task('mysql_db', 'name: a, state: absent', '  check_mode: true\n'), []],
  ['a temporary file', null, task('file', 'path: /tmp/x, state: absent'), []],
  ['a configuration', null, task('file', 'path: /etc/nginx/sites-enabled/default, state: absent'), []],
  ['a cache', null, task('file', 'path: /var/lib/apt/lists, state: absent'), []],
  ['an archive', null, task('file', 'path: "/opt/{{ app }}.tar.gz", state: absent'), []],
  ['an old release', null, task('file', 'path: /srv/app/releases/12, state: absent'), []],
  [
    'a folder is made',
    task('file', 'path: /srv/photos, state: directory'),
    task('file', 'path: /srv/photos, state: directory, mode: "0750"'),
    [],
  ],
  ['a package', null, task('apt', 'name: telnet, state: absent'), []],
  [
    'the old docker',
    null,
    task('apt', 'name: [docker, docker-engine, docker.io, containerd, runc], state: absent'),
    [],
  ],
  ['a client', null, task('apt', 'name: postgresql-client, state: absent'), []],
  [
    'stopped for an upgrade',
    null,
    `${task('service', 'name: postgresql, state: stopped')}- service: {name: postgresql, state: started}\n`,
    [],
  ],
  ['a handler restarts', null, task('service', 'name: nginx, state: restarted'), []],
  [
    'printing is not needed',
    null,
    task('service', 'name: cups, state: stopped, enabled: false'),
    ['infra.scale-zero service cups possible'],
  ],
  [
    'a container is made anew',
    null,
    '- docker_container: {name: api, state: absent}\n- docker_container: {name: api, state: started}\n',
    [],
  ],
  ['a job of cron', null, task('cron', 'name: rotate, state: absent'), []],
  ['the web for everybody', null, task('ufw', 'rule: allow, port: 443'), []],
  ['a database for a network', null, task('ufw', 'rule: allow, port: 5432, src: 10.0.0.0/8'), []],
  ['a shell for everybody', null, task('ufw', 'rule: allow, port: 22'), ['network.expose ufw 22 possible']],
  [
    'root stays out',
    task('lineinfile', 'path: a, line: PermitRootLogin yes'),
    task('lineinfile', 'path: a, line: PermitRootLogin no'),
    [],
  ],
  ['a line goes', null, task('lineinfile', 'path: a, line: PermitRootLogin yes, state: absent'), []],
  ['the firewall comes', task('ufw', 'state: disabled'), task('ufw', 'state: enabled'), []],
  ['SELinux comes', task('selinux', 'state: permissive'), task('selinux', 'state: enforcing'), []],
  ['a command', null, '- shell: rm -rf /tmp/build && make\n', []],
  [
    'the same command in another task',
    '- shell: dropdb shop\n',
    '- name: drop\n  ansible.builtin.shell:\n    cmd: dropdb shop\n',
    [],
  ],
  ['a query', null, task('postgresql_query', 'query: "SELECT 1"'), []],
  ['errors of a package', task('apt', 'name: a'), task('apt', 'name: a', '  ignore_errors: true\n'), []],
  [
    'a condition more',
    task('mysql_db', 'name: a, state: absent'),
    task('mysql_db', 'name: a, state: absent', '  when: purge\n'),
    [],
  ],
  ['a condition less where nothing is lost', task('apt', 'name: a', '  when: b\n'), task('apt', 'name: a'), []],
  ['a list of something else', '- id: 1\n  state: present\n', '- id: 1\n  state: absent\n', []],
  ['a map', 'state: present\n', 'state: absent\n', []],
];

const playRows: readonly Row[] = [
  ['the batches go', play('  serial: 1\n'), play(), ['infra.unprotect serial ship likely']],
  ['all at once', play('  serial: 25%\n'), play('  serial: 100%\n'), ['infra.unprotect serial ship likely']],
  [
    'the canary goes',
    play('  serial: [1, 50%]\n'),
    play('  serial: ["100%"]\n'),
    ['infra.unprotect serial ship likely'],
  ],
  ['larger batches', play('  serial: 1\n'), play('  serial: 5\n'), ['infra.unprotect serial ship possible']],
  [
    'more may fail',
    play('  max_fail_percentage: 0\n'),
    play('  max_fail_percentage: 50\n'),
    ['infra.unprotect max_fail_percentage ship likely'],
  ],
  ['any may fail', play('  max_fail_percentage: 10\n'), play(), ['infra.unprotect max_fail_percentage ship likely']],
  [
    'errors stop nothing',
    play('  any_errors_fatal: true\n'),
    play('  any_errors_fatal: false\n'),
    ['infra.unprotect any_errors_fatal ship likely'],
  ],
  ['in earnest', play('  check_mode: true\n'), play(), ['infra.unprotect check_mode ship likely']],
  ['as root', play(), play('  become: true\n'), ['access.widen become ship possible']],
  ['all hosts', play(), play('', 'all'), ['infra.unprotect hosts ship likely']],
  ['all hosts by a star', play(), play('', '"*"'), ['infra.unprotect hosts ship likely']],
  ['no longer the canary', play('', 'web-canary'), play('', 'web'), ['infra.unprotect hosts ship likely']],
  ['no longer the first', play('', '"web[0]"'), play('', 'web'), ['infra.unprotect hosts ship likely']],
  ['what was left out', play('', '"all:!db"'), play('', 'all'), ['infra.unprotect hosts ship likely']],
  ['from staging to production', play('', 'staging'), play('', 'production'), ['infra.unprotect hosts ship likely']],
  [
    'unless somebody says so',
    play('', '"{{ target | default(\'staging\') }}"'),
    play('', '"{{ target | default(\'all\') }}"'),
    ['infra.unprotect hosts ship likely'],
  ],
  ['one group more', play('', 'web'), play('', '[web, api]'), ['infra.unprotect hosts ship possible']],
  [
    'without a name',
    play('', 'web').replace('- name: ship\n  hosts', '- hosts'),
    play('', 'all').replace('- name: ship\n  hosts', '- hosts'),
    ['infra.unprotect hosts all likely'],
  ],
  [
    'a database of a play',
    play(),
    play('', 'db', '    - mysql_db: {name: a, state: absent}\n'),
    ['data.drop mysql_db a certain'],
  ],
  // harmless
  ['smaller batches', play('  serial: 5\n'), play('  serial: 1\n'), []],
  ['batches come', play(), play('  serial: 1\n'), []],
  ['fewer may fail', play('  max_fail_percentage: 50\n'), play('  max_fail_percentage: 0\n'), []],
  ['the same batch in quotes', play('  serial: 1\n'), play('  serial: "1"\n'), []],
  ['fewer hosts', play('', 'all'), play('', 'web'), []],
  ['hosts in another order', play('', 'web:api'), play('', '[api, web]'), []],
  ['something is left out', play('', 'all'), play('', '"all:!db"'), []],
  ['other hosts', play('', 'web'), play('', 'api'), []],
  ['from production to staging', play('', 'production'), play('', 'staging'), []],
  ['the name changes', play(), play().replace('ship', 'deliver'), []],
  ['a new play for all', play(), `${play()}- hosts: all\n  tasks: []\n`, []],
  ['no longer root', play('  become: true\n'), play(), []],
  ['facts are not gathered', play(), play('  gather_facts: false\n'), []],
];

const treeRows: readonly (readonly [string, Tree, Tree, readonly string[]])[] = [
  [
    'a larger group, as the inventory tells',
    { 'site.yml': play('', 'edge'), 'inventory/hosts.ini': '[edge]\na\n[fleet]\na\nb\nc\n' },
    { 'site.yml': play('', 'fleet'), 'inventory/hosts.ini': '[edge]\na\n[fleet]\na\nb\nc\n' },
    ['infra.unprotect hosts ship likely'],
  ],
  [
    'a group of other hosts',
    { 'site.yml': play('', 'edge'), 'inventory/hosts.ini': '[edge]\na\n[fleet]\nb\nc\n' },
    { 'site.yml': play('', 'fleet'), 'inventory/hosts.ini': '[edge]\na\n[fleet]\nb\nc\n' },
    [],
  ],
  [
    'a host goes',
    { 'inventory/prod.ini': '[web]\na\nb\n' },
    { 'inventory/prod.ini': '[web]\na\n' },
    ['infra.destroy host b possible'],
  ],
  [
    'a host of YAML goes',
    { 'inventory/prod.yml': 'all:\n  hosts:\n    a:\n    b:\n' },
    { 'inventory/prod.yml': 'all:\n  hosts:\n    a:\n' },
    ['infra.destroy host b possible'],
  ],
  [
    'a host changes its group',
    { 'inventory/prod.ini': '[web]\na\nb\n' },
    { 'inventory/prod.ini': '[web]\na\n[api]\nb\n' },
    [],
  ],
  [
    'a host moves to another file',
    { 'inventory/prod.ini': '[web]\na\nb\n' },
    { 'inventory/prod.ini': '[web]\na\n', 'inventory/eu.ini': '[web]\nb\n' },
    [],
  ],
  [
    'hosts are written as a range',
    { 'inventory/prod.ini': '[web]\nw01\nw02\n' },
    { 'inventory/prod.ini': '[web]\nw[01:02]\n' },
    [],
  ],
  [
    'variables of a host',
    { 'inventory/prod.ini': '[web]\na\n[web:vars]\nx=1\n' },
    { 'inventory/prod.ini': '[web]\na ansible_host=10.0.0.1\n[web:vars]\ny=1\n' },
    [],
  ],
  [
    'the limit goes',
    { 'deploy.sh': 'ansible-playbook site.yml --limit web-1\n' },
    { 'deploy.sh': 'ansible-playbook site.yml\n' },
    ['infra.unprotect limit site.yml likely'],
  ],
  [
    'the dry run goes',
    { Makefile: 'plan:\n\tansible-playbook -i inv site.yml --check\n' },
    { Makefile: 'plan:\n\tansible-playbook -i inv site.yml\n' },
    ['infra.unprotect check site.yml likely'],
  ],
  [
    'the limit over two lines',
    { 'deploy.sh': 'ansible-playbook site.yml -l web\n' },
    { 'deploy.sh': 'ansible-playbook site.yml \\\n  -l web -v\n' },
    [],
  ],
  ['a call without a limit comes', { 'deploy.sh': 'echo\n' }, { 'deploy.sh': 'ansible-playbook site.yml\n' }, []],
  [
    'a file is decrypted',
    { 'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n' },
    { 'group_vars/all/vault.yml': 'db_user: shop\n' },
    ['infra.unprotect vault file likely'],
  ],
  [
    'a value is decrypted',
    { 'group_vars/all.yml': 'a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n' },
    { 'group_vars/all.yml': 'a: plain\n' },
    ['infra.unprotect vault a likely'],
  ],
  [
    'a file is encrypted anew',
    { 'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n' },
    { 'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6364\n' },
    [],
  ],
  [
    'a value becomes a reference',
    { 'group_vars/all.yml': 'a: !vault |\n  6162\n' },
    { 'group_vars/all.yml': 'a: "{{ vault_a }}"\n' },
    [],
  ],
  [
    'a variable says absent',
    { 'group_vars/all.yml': 'postgresql_state: present\n' },
    { 'group_vars/all.yml': 'postgresql_state: absent\n' },
    ['infra.destroy variable postgresql_state likely'],
  ],
  [
    'a database of a list',
    { 'group_vars/all.yml': 'mysql_databases:\n  - name: a\n' },
    { 'group_vars/all.yml': 'mysql_databases:\n  - name: a\n    state: absent\n' },
    ['data.drop variable mysql_databases[a].state likely'],
  ],
  [
    'a user of a list',
    { 'group_vars/all.yml': 'users:\n  - name: a\n' },
    { 'group_vars/all.yml': 'users:\n  - name: a\n    state: absent\n' },
    [],
  ],
  [
    'a variable says present',
    { 'group_vars/all.yml': 'postgresql_state: absent\n' },
    { 'group_vars/all.yml': 'postgresql_state: present\n' },
    [],
  ],
  [
    'a task moves to another file',
    { 'roles/a/tasks/main.yml': task('mysql_db', 'name: a, state: absent') },
    { 'roles/b/tasks/main.yml': task('mysql_db', 'name: a, state: absent') },
    [],
  ],
  [
    'a file called after it',
    {},
    { 'playbooks/teardown.yml': play('', 'db', '    - mysql_db: {name: a, state: absent}\n') },
    ['data.drop mysql_db a possible'],
  ],
  ['a workflow', { '.github/workflows/a.yml': '- hosts: web\n' }, { '.github/workflows/a.yml': '- hosts: all\n' }, []],
];

const tree = (text: string | null): Tree => (text === null ? {} : { [PATH]: text });

test.each(taskRows)('task: %s', (_name, before, after, facts) =>
  expect(seen(tree(before), tree(after))).toEqual(facts),
);
test.each(playRows)('play: %s', (_name, before, after, facts) =>
  expect(seen(tree(before), tree(after))).toEqual(facts),
);
test.each(treeRows)('around it: %s', (_name, before, after, facts) => expect(seen(before, after)).toEqual(facts));
