DROP TABLE holidays;
DROP TABLE divisions;
