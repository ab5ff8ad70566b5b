defmodule Shop.Repo.Migrations.TidyUp do
  use Ecto.Migration

  def up do
    create table(:orders) do
      add :note, :string
    end
  end

  def down do
    drop table(:orders)
  end
end
