"""get_dummies, merge, groupby, pivot and their kin."""

import pandas as pd

people = pd.read_csv("people.csv")
cities = pd.read_csv("cities.csv", sep=";")
dummies = pd.get_dummies(people)
some = pd.get_dummies(people, columns=["city", "sex"])
fewer = pd.get_dummies(people, columns=["city"], drop_first=True)
one = pd.get_dummies(people["city"])
with_missing = pd.get_dummies(people["group"])
marked = pd.get_dummies(people["group"], dummy_na=True)
prefixed = pd.get_dummies(people.city, prefix="c", dtype=float)
values = pd.get_dummies(people["sex"]).values
merged = people.merge(cities, on="city")
left = pd.merge(people, cities, on="city", how="left")
suffixed = people.merge(people, on="id")
grouped = people.groupby("city").mean(numeric_only=True)
sized = people.groupby("city").size()
aggregated = people.groupby("city")["age"].mean()
counted = people["city"].value_counts()
pivoted = people.pivot_table(index="city", columns="sex", values="age")
crossed = pd.crosstab(people["city"], people["sex"])
joined = people.join(cities.set_index("city"), on="city")
renamed = people.rename(columns={"id": "number"})
assigned = people.assign(double=people["age"] * 2)
people["double"] = people["age"] * 2
people[["a", "b"]] = people[["age", "income"]]
grown = people.shape
mapped = people["city"].map({"Berlin": 0, "Paris": 1, "Rome": 2, "Oslo": 3}).values
transposed = cities.T
melted = cities.melt(id_vars="city")
reset = cities.reset_index()
sorted_ = people.sort_values("age")
replaced = people.replace({"f": 0})
filled = people.fillna(0)
numbers = people.apply(lambda column: column)
unique = people.drop_duplicates()
codes = people["city"].astype("category").cat.codes.values
# open: merged, left, suffixed, pivoted, crossed, joined, melted, unique, numbers, counted, grouped, reset
