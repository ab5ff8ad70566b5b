class TidyUp < ActiveRecord::Migration[7.2]
  def change
    add_column :orders, :memo, :string
  end
end
