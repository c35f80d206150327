// Where Faultyard is. With pages in folders, give its whole address.
module.exports.BASE = '../faultyard/';
