ActiveRecord::Schema[7.2].define(version: 2026_03_01) do
  create_table "orders", force: :cascade do |t|
    t.string "number", null: false
    t.string "note"
  end
end
