-- The database, its roles and its users. Run by an administrator of MariaDB, before the first
-- migration and again at will: what is there stays, the passwords become those given.
--
--   SET @waylink_database = 'waylink',
--       @waylink_application_password = '…', @waylink_migrator_password = '…',
--       @waylink_report_password = '…';
--   source sql/setup/users.sql
--
-- Names and passwords can't be parameters of these statements, hence EXECUTE IMMEDIATE.
-- What the roles may do is granted by the migrations, table by table: the application can
-- change no table's shape, and only add to the audit log; reports see views without secrets.

-- A password or name that was forgotten is NULL, makes its statement NULL, and stops the run.
EXECUTE IMMEDIATE CONCAT(
  'CREATE DATABASE IF NOT EXISTS `', REPLACE(@waylink_database, '`', '``'),
  '` CHARACTER SET utf8mb4');

CREATE ROLE IF NOT EXISTS waylink_application;
CREATE ROLE IF NOT EXISTS waylink_reporting;

-- Locked until they have a password: a run that stops here must leave no open door.
CREATE USER IF NOT EXISTS waylink_app@localhost ACCOUNT LOCK;
CREATE USER IF NOT EXISTS waylink_migrator@localhost ACCOUNT LOCK;
CREATE USER IF NOT EXISTS waylink_report@localhost ACCOUNT LOCK;

EXECUTE IMMEDIATE CONCAT(
  'ALTER USER waylink_app@localhost IDENTIFIED BY ',
  NULLIF(QUOTE(@waylink_application_password), 'NULL'),
  ', waylink_migrator@localhost IDENTIFIED BY ',
  NULLIF(QUOTE(@waylink_migrator_password), 'NULL'),
  ', waylink_report@localhost IDENTIFIED BY ', NULLIF(QUOTE(@waylink_report_password), 'NULL'),
  ' ACCOUNT UNLOCK');

GRANT waylink_application TO waylink_app@localhost;
GRANT waylink_reporting TO waylink_report@localhost;
SET DEFAULT ROLE waylink_application FOR waylink_app@localhost;
SET DEFAULT ROLE waylink_reporting FOR waylink_report@localhost;

-- Everything in the one database, so that a migration can grant; nothing beside it. In a grant
-- on a database `_` and `%` are wildcards.
EXECUTE IMMEDIATE CONCAT(
  'GRANT ALL PRIVILEGES ON `',
  REPLACE(REPLACE(REPLACE(@waylink_database, '`', '``'), '_', '\\_'), '%', '\\%'),
  '`.* TO waylink_migrator@localhost WITH GRANT OPTION');
