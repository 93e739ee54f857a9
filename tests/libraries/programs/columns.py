"""ColumnTransformer and make_column_transformer: numbers scaled, categories spread over columns."""

import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

df = pd.read_csv("people.csv")
X = df.drop("bought", axis=1)
y = df["bought"]
numbers = ["age", "income"]
classes = ["city", "sex"]

transformer = ColumnTransformer([("num", StandardScaler(), numbers), ("cat", OneHotEncoder(), classes)])
scaled = transformer.fit_transform(X)
passed = ColumnTransformer([("num", StandardScaler(), numbers)], remainder="passthrough").fit_transform(df[["id", *numbers]])
dropped = ColumnTransformer([("out", "drop", ["id"]), ("in", "passthrough", ["age"])]).fit_transform(X)
made = make_column_transformer((MinMaxScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), classes)).fit_transform(X)
one_name = make_column_transformer((OneHotEncoder(drop="first", sparse_output=False), ["city"]), remainder="drop").fit_transform(X)
numeric = Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
categoric = Pipeline(steps=[("fill", SimpleImputer(strategy="most_frequent")), ("spread", OneHotEncoder())])
both = ColumnTransformer([("n", numeric, ["age", "income", "score"]), ("c", categoric, classes)])
filled = both.fit_transform(X)
again = both.transform(X.head(7))
shape = filled.shape
by_type = ColumnTransformer(
    [
        ("n", StandardScaler(), make_column_selector(dtype_include="number")),
        ("c", OrdinalEncoder(), make_column_selector(dtype_exclude="number")),
    ]
)
selected = by_type.fit_transform(X)
piped = make_pipeline(both, MinMaxScaler()).fit_transform(X)
places = ColumnTransformer([("a", StandardScaler(), [0, 1]), ("b", "passthrough", slice(2, 5))]).fit_transform(X)
logged = FunctionTransformer().fit_transform(X[numbers])
missing = OneHotEncoder().fit_transform(X[["group"]])
width = missing.shape[1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
train = ColumnTransformer([("num", StandardScaler(), numbers)]).fit_transform(X_train)
spread = OneHotEncoder(handle_unknown="ignore").fit(X_train[classes]).transform(X_test[classes])
# open: spread
