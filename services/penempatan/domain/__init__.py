"""The rules of placing and replacing. Pure: the same ranking always gives the same seats, whatever the order of the input."""
