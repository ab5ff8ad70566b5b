class TidyUp < ActiveRecord::Migration[7.2]
  def change
    safety_assured do
      execute <<~SQL
        -- no longer needed
        DROP TABLE orders
      SQL
    end
  end
end
