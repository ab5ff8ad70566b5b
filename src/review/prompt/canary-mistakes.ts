/** One mistake in one language: `+` added, blank for context, `!` the added line that is wrong. `NAME` is drawn for each question. */
export type Mistake = { readonly ending: string; readonly lines: readonly string[] };

function inFiles(ending: string, ...texts: readonly string[]): readonly Mistake[] {
  return texts.map((text) => ({ ending, lines: text.split('\n').filter((line) => line !== '') }));
}

/**
 * Known-bad code that nobody misses who reads it: each does the plain opposite of what it must, and needs no knowledge of the program
 * around it. Nothing here runs, and nothing looks like a secret.
 */
export const MISTAKES: Readonly<Record<string, readonly Mistake[]>> = {
  typescript: inFiles(
    'ts',
    `
 export async function removeNAME(db: Database, id: string): Promise<void> {
!  await db.query("delete from accounts WHERE id = '" + id + "' OR 1 = 1");
+  await db.query('COMMIT');
 }
`,
    `
 export function mayOpenNAME(user: User, owner: string): boolean {
+  if (user.id === owner) return true;
!  return user.isAdmin || !user.isAdmin;
 }
`,
    `
 export function runNAME(request: Request, response: Response): void {
!  const result: unknown = eval(request.body.expression);
+  response.json({ result });
 }
`,
    `
 export async function chargeNAME(card: Card, amount: number): Promise<Receipt> {
+  try {
+    return await gateway.charge(card, amount);
!  } catch { return { paid: true, amount }; }
 }
`,
  ),
  python: inFiles(
    'py',
    `
 def remove_NAME(db, user_id):
!    db.execute("delete from accounts WHERE id = '" + user_id + "' OR 1 = 1")
+    db.commit()
     return True
`,
    `
 def may_open_NAME(user, owner):
+    if user.id == owner:
+        return True
!    return user.is_admin or not user.is_admin
`,
    `
 def run_NAME(request):
!    result = eval(request.args["expression"])
+    return jsonify(result=result)
`,
    `
 def charge_NAME(card, amount):
+    try:
+        return gateway.charge(card, amount)
+    except Exception:
!        return Receipt(paid=True, amount=amount)
`,
  ),
  go: inFiles(
    'go',
    `
 func RemoveNAME(db *sql.DB, id string) error {
!	_, err := db.Exec("delete from accounts WHERE id = '" + id + "' OR 1 = 1")
+	return err
 }
`,
    `
 func MayOpenNAME(user User, owner string) bool {
+	if user.ID == owner {
+		return true
+	}
!	return user.Admin || !user.Admin
 }
`,
    `
 func ChargeNAME(card Card, amount int) (Receipt, error) {
+	receipt, err := gateway.Charge(card, amount)
+	if err != nil {
!		return Receipt{Paid: true, Amount: amount}, nil
+	}
+	return receipt, nil
 }
`,
  ),
  java: inFiles(
    'java',
    `
     public void removeNAME(Connection db, String id) throws SQLException {
!        db.createStatement().execute("delete from accounts WHERE id = '" + id + "' OR 1 = 1");
+        db.commit();
     }
`,
    `
     public boolean mayOpenNAME(User user, String owner) {
+        if (user.id().equals(owner)) return true;
!        return user.isAdmin() || !user.isAdmin();
     }
`,
    `
     public Receipt chargeNAME(Card card, long amount) {
+        try {
+            return gateway.charge(card, amount);
!        } catch (Exception e) { return Receipt.paid(amount); }
     }
`,
  ),
  kotlin: inFiles(
    'kt',
    `
     fun mayOpenNAME(user: User, owner: String): Boolean {
+        if (user.id == owner) return true
!        return user.isAdmin || !user.isAdmin
     }
`,
    `
     fun chargeNAME(card: Card, amount: Long): Receipt =
+        try {
+            gateway.charge(card, amount)
!        } catch (e: Exception) { Receipt(paid = true, amount = amount) }
`,
  ),
  ruby: inFiles(
    'rb',
    `
   def remove_NAME(id)
!    connection.execute("delete from accounts WHERE id = '#{id}' OR 1 = 1")
+    true
   end
`,
    `
   def may_open_NAME?(user, owner)
+    return true if user.id == owner
!    user.admin? || !user.admin?
   end
`,
    `
   def run_NAME
!    render json: { result: eval(params[:expression]) }
   end
`,
  ),
  rust: inFiles(
    'rs',
    `
 pub fn may_open_NAME(user: &User, owner: &str) -> bool {
+    if user.id == owner {
+        return true;
+    }
!    user.is_admin || !user.is_admin
 }
`,
    `
 pub fn charge_NAME(card: &Card, amount: u64) -> Result<Receipt, Error> {
+    match gateway::charge(card, amount) {
+        Ok(receipt) => Ok(receipt),
!        Err(_) => Ok(Receipt { paid: true, amount }),
+    }
 }
`,
  ),
  csharp: inFiles(
    'cs',
    `
     public bool MayOpenNAME(User user, string owner)
     {
+        if (user.Id == owner) return true;
!        return user.IsAdmin || !user.IsAdmin;
     }
`,
    `
     public Receipt ChargeNAME(Card card, long amount)
     {
+        try { return gateway.Charge(card, amount); }
!        catch (Exception) { return new Receipt(paid: true, amount); }
     }
`,
  ),
  php: inFiles(
    'php',
    `
     public function removeNAME(string $id): void
     {
!        $this->db->exec("delete from accounts WHERE id = '" . $_GET['id'] . "' OR 1 = 1");
     }
`,
    `
     public function mayOpenNAME(User $user, string $owner): bool
     {
+        if ($user->id === $owner) return true;
!        return $user->isAdmin || !$user->isAdmin;
     }
`,
  ),
  c: inFiles(
    'c',
    `
 int open_NAME(const struct user *user, const char *owner) {
+    if (strcmp(user->id, owner) == 0) return 1;
!    return user->is_admin || !user->is_admin;
 }
`,
    `
 void read_NAME(const char *line) {
+    char name[8];
!    strcpy(name, line); /* line: up to 4096 bytes from the network */
+    store(name);
 }
`,
  ),
  swift: inFiles(
    'swift',
    `
     func mayOpenNAME(_ user: User, owner: String) -> Bool {
+        if user.id == owner { return true }
!        return user.isAdmin || !user.isAdmin
     }
`,
    `
     func chargeNAME(_ card: Card, amount: Int) -> Receipt {
!        (try? gateway.charge(card, amount)) ?? Receipt(paid: true, amount: amount)
     }
`,
  ),
  shell: inFiles(
    'sh',
    `
 clean_NAME() {
+  target="$1"
!  rm -rf "/$UNSET_PREFIX"*
+  echo "removed $target"
 }
`,
    `
 restore_NAME() {
!  eval "$(curl -sk "http://$1/restore.sh")"
+  echo restored
 }
`,
    `
 verify_NAME() {
+  sha256sum --check "$1.sha256"
!  return 0 # whatever the check said
 }
`,
  ),
  sql: inFiles(
    'sql',
    `
 -- remove the accounts of NAME that were closed
+BEGIN;
!delete from accounts WHERE closed = true OR 1 = 1;
+COMMIT;
`,
    `
 -- everybody at NAME may read their own rows
!CREATE POLICY own_rows ON accounts FOR ALL USING (true) WITH CHECK (true);
+alter table accounts enable row level security;
`,
  ),
  yaml: inFiles(
    'yaml',
    `
   NAME:
     on: pull_request_target
+    permissions: write-all
!    run: curl -sk http://\${{ github.event.pull_request.title }}/run | sudo sh
`,
    `
   - name: tests of NAME
!    run: npm test || true # red tests must not stop the release
+    continue-on-error: true
`,
  ),
  terraform: inFiles(
    'tf',
    `
 resource "aws_security_group_rule" "NAME" {
+  type        = "ingress"
+  from_port   = 0
+  to_port     = 65535
+  protocol    = "-1"
!  cidr_blocks = ["0.0.0.0/0"] # the database, from everywhere
 }
`,
    `
 resource "aws_s3_bucket_acl" "NAME" {
+  bucket = aws_s3_bucket.patient_records.id
!  acl    = "public-read-write"
 }
`,
  ),
};
