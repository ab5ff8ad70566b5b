defmodule Shop.Repo.Migrations.TidyUp do
  use Ecto.Migration

  def change do
    alter table(:orders) do
      remove :note, :string
    end
  end
end
