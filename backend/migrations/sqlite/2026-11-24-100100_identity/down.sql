DROP TABLE integration_clients;
DROP TABLE sessions;
DROP TABLE role_grants;
DROP TABLE accounts;
DROP TABLE orgs;
DROP TABLE offices;
