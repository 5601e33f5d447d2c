DROP TABLE devices;
DROP TABLE server_epoch;
