// Where Faultyard is.
module.exports.BASE = '../faultyard/';
