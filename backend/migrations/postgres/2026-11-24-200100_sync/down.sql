DROP TABLE device_holdings;
DROP TABLE device_feeds;
