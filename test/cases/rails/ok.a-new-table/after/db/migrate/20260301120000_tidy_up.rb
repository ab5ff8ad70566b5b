class TidyUp < ActiveRecord::Migration[7.2]
  def change
    create_table :orders do |t|
      t.string :number, null: false, index: { unique: true }
      t.references :shop, foreign_key: true
      t.timestamps
    end
  end
end
