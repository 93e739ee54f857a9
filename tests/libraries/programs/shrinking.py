"""Steps that choose or make columns: SelectKBest, projections, bins, polynomials, words."""

import numpy as np
from sklearn.datasets import load_digits, load_iris
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, VarianceThreshold, chi2
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, PolynomialFeatures, StandardScaler

X, y = load_iris(return_X_y=True)
best = SelectKBest(chi2, k=2).fit_transform(X, y)
better = SelectKBest(score_func=chi2, k=3).fit(X, y).transform(X[:5])
most = SelectKBest(k="all").fit_transform(X, y)
ten = SelectKBest(chi2).fit_transform(load_digits().data, load_digits().target)
varied = VarianceThreshold().fit_transform(X)
two = PCA(n_components=2).fit_transform(X)
whole = PCA().fit_transform(X)
part = PCA(0.95).fit_transform(X)
reduced = TruncatedSVD(n_components=3).fit_transform(X)
default = TruncatedSVD().fit_transform(X)
split = LinearDiscriminantAnalysis(n_components=2).fit_transform(X, y)
bins = KBinsDiscretizer(n_bins=4, encode="ordinal", subsample=None).fit_transform(X)
spread = KBinsDiscretizer(n_bins=4, encode="onehot-dense", subsample=None).fit_transform(X)
powers = PolynomialFeatures(2).fit_transform(X)
chained = make_pipeline(StandardScaler(), PCA(3), PolynomialFeatures(2, include_bias=False)).fit_transform(X)
joined = FeatureUnion([("pca", PCA(2)), ("best", SelectKBest(k=1))]).fit_transform(X, y)
filled = SimpleImputer().fit_transform(X)
near = KNNImputer(n_neighbors=2).fit_transform(X)
empty = SimpleImputer().fit_transform(np.array([[1.0, np.nan], [2.0, np.nan]]))
texts = ["a red car", "a blue car", "the blue sky"]
counted = CountVectorizer(max_features=3).fit_transform(texts)
weighted = TfidfVectorizer(max_features=1000).fit_transform(texts).toarray()
fixed = CountVectorizer(vocabulary=["red", "blue"]).fit_transform(texts)
hashed = HashingVectorizer(n_features=64).fit_transform(texts)
rows = weighted.shape[0]
# open: varied, part, spread, empty, counted, weighted, filled, near
