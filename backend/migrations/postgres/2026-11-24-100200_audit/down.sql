DROP TABLE audit_heads;
DROP TABLE audit_facts;
DROP FUNCTION refuse_change_audit_facts();
