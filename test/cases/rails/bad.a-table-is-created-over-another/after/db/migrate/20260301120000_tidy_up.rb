class TidyUp < ActiveRecord::Migration[7.2]
  def change
    create_table :orders, force: :cascade do |t|
      t.string :number, null: false
    end
  end
end
